/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.camelmqttx.it;

import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** A user name alone. */
@Timeout(60)
class UserNameIT {

    @Test
    @DisplayName("M09 a user name without password reaches the broker in every version")
    void userName_hasNoPassword_isSentInEveryVersion() throws Exception {
        try (MosquittoBroker broker = Its.mosquitto(BrokerOptions.plain()); ItSupport it = new ItSupport(broker)) {
            it.start();
            for (String version : new String[] { "3.1", "3.1.1", "5" }) {
                it.send("mqttx:alone?userName=alone-" + version + "&clientId=v" + version + "&mqttVersion=" + version, "x");
                assertThat(broker.userName("v" + version)).isEqualTo("alone-" + version);
            }
        }
    }
}
