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

import io.github.camelmqttx.MqttxSessionEvent.Kind;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.LogCapture;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MqttProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.event.Level;

import static org.assertj.core.api.Assertions.assertThat;

/** A durable session that has filters at the broker which the application does not have any more. */
@Timeout(60)
class StaleSubscriptionIT {

    private static final String SESSION = "?clientId=changed" + ItSupport.DURABLE;

    private static MosquittoBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = Its.mosquitto(BrokerOptions.plain());
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    @DisplayName("F13 filters changed on a durable session: messages of a filter of before are reported, those of now are routed")
    void filtersChanged_messageOfAnOldFilter_isReportedNotLostSilently() throws Exception {
        try (ItSupport before = new ItSupport(broker)) {
            before.record("in", "mqttx:old/#" + SESSION);
            before.start();
        }
        try (ItSupport it = new ItSupport(broker); LogCapture log = LogCapture.start();
             MqttProbe probe = MqttProbe.connect(broker)) {
            SessionWatch watch = SessionWatch.on(it);
            Recorder in = it.record("in", "mqttx:new/#" + SESSION);
            it.start();
            probe.publish("old/a", "nobody wants it", 1);
            probe.publish("new/a", "wanted", 1);
            assertThat(in.awaitFirst().text()).isEqualTo("wanted");
            assertThat(watch.await(Kind.UNROUTED).getDetail()).contains("old/a");
            assertThat(log.messages(Level.WARN)).anySatisfy(line -> assertThat(line).contains("old/a", "changed"));
            assertThat(watch.health("in").getDetails()).containsEntry("held", 1);
        }
    }
}
