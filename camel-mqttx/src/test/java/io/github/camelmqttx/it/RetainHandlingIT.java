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

import java.util.Collections;

import io.github.camelmqttx.MqttxSessionEvent.Kind;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.ProbeMessage;
import io.github.camelmqttx.testbed.TcpProxy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** How often a retained message comes. */
@Timeout(60)
class RetainHandlingIT {

    private static final String TOPIC = "retained/state";

    private static MosquittoBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = Its.mosquitto(BrokerOptions.plain());
        try (MqttProbe probe = MqttProbe.connect(broker)) {
            probe.publish(ProbeMessage.of(TOPIC, "kept", 1).withRetained());
        }
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    private static String uri(String version, String handling, boolean durable) {
        return "mqttx:retained/#?clientId=retain-" + version + handling + durable + "&mqttVersion=" + version
               + "&retainHandling=" + handling + (durable ? ItSupport.DURABLE : "") + Its.QUICK;
    }

    /** Publishes and waits until it has arrived, so that whatever the broker sent before has arrived too. */
    private static void fence(Recorder in, String text) {
        try (MqttProbe probe = MqttProbe.connect(broker)) {
            probe.publish("retained/live", text, 1);
        }
        Its.until(() -> in.texts("retained/live").contains(text));
    }

    @ParameterizedTest(name = "F27 MQTT {0}, retainHandling={1}, durable session {2}: {3} times in three connections")
    @CsvSource({
            "5,sendRetained,true,1", "5,onlyIfNew,true,1", "5,doNotSend,true,0", "5,sendRetained,false,3",
            "5,onlyIfNew,false,3", "5,doNotSend,false,0", "3.1.1,sendRetained,true,1", "3.1.1,sendRetained,false,3" })
    @DisplayName("F27 a retained message comes again at a reconnect only if the session is new; its header says retained")
    void reconnect_retainedMessage_comesAsRetainHandlingSays(String version, String handling, boolean durable, int times)
            throws Exception {
        try (TcpProxy proxy = TcpProxy.to(broker); ItSupport it = new ItSupport(proxy.uri())) {
            SessionWatch watch = SessionWatch.on(it);
            Recorder in = it.record("in", uri(version, handling, durable));
            it.start();
            fence(in, "1");
            for (int connection = 2; connection <= 3; connection++) {
                proxy.resetAll();
                watch.await(Kind.DISCONNECTED, connection - 1);
                watch.await(Kind.CONNECTED, connection);
                watch.awaitUp("in");
                fence(in, Integer.toString(connection));
            }
            assertThat(in.texts(TOPIC)).isEqualTo(Collections.nCopies(times, "kept"));
            assertThat(in.all()).allMatch(one -> one.retained() == one.topic().equals(TOPIC));
        }
    }

    @ParameterizedTest(name = "F27 retainHandling={0}: {1} times in two lives of the application")
    @CsvSource({ "sendRetained,2", "onlyIfNew,1", "doNotSend,0" })
    @DisplayName("F27 X03 a retained message comes again at a restart of the application as retainHandling says")
    void restart_durableSession_comesAsRetainHandlingSays(String handling, int times) throws Exception {
        int received = 0;
        for (int life = 1; life <= 2; life++) {
            try (ItSupport it = new ItSupport(broker)) {
                Recorder in = it.record("in", uri("5", handling, true).replace("clientId=", "clientId=restarted-"));
                it.start();
                fence(in, "life " + life);
                received += in.texts(TOPIC).size();
            }
        }
        assertThat(received).isEqualTo(times);
    }
}
