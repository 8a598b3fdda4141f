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

import io.github.camelmqttx.testbed.Broker;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class MosquittoContractIT extends BrokerContract {

    @Override
    Broker create(BrokerOptions options) {
        assumeTrue(MosquittoBroker.isInstalled(), "no mosquitto executable on this machine");
        return MosquittoBroker.builder(options).line("sys_interval 1").build();
    }

    @Override
    public String versionOfPaho() {
        return "3.1";
    }

    @ParameterizedTest(name = "{displayName} {0}")
    @MethodSource("io.github.camelmqttx.it.Cell#newest")
    @DisplayName("M38 $SYS topics are received by their own filter and not by #")
    void systemTopics_ownFilter_areReceived(Cell cell) throws Exception {
        try (ItSupport camel = camel(cell)) {
            Recorder system = camel.record("system", "mqttx:$SYS/#");
            Recorder all = camel.record("all", "mqttx:#");
            camel.start();
            system.await(5);
            camel.send("mqttx:plain", "x");
            all.await(1);
            assertThat(system.all()).allMatch(one -> one.topic().startsWith("$SYS/"));
            assertThat(all.all()).noneMatch(one -> one.topic().startsWith("$SYS/"));
        }
    }
}
