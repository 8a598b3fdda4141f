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

import java.util.List;
import java.util.Map;

import io.github.camelmqttx.MqttxConstants;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.LogCapture;
import io.github.camelmqttx.testbed.LogLine;
import io.github.camelmqttx.testbed.MosquittoBroker;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What an operator sees of the packets at TRACE, and what nobody sees. */
@Timeout(60)
class PacketLogIT {

    private static final String LOGGER = "io.github.camelmqttx.packets";

    @ParameterizedTest(name = "MQTT {0}")
    @ValueSource(strings = { "5", "3.1.1" })
    @DisplayName("M65 logger " + LOGGER + " at TRACE: every packet with type, identifier, topic, QoS and size; no payload, "
                 + "user name, password, Will or property value in any log of the component")
    void session_doesEverything_packetsAreLoggedWithoutSecrets(String version) throws Exception {
        try (MosquittoBroker broker = Its.mosquitto(BrokerOptions.plain().withUser("us3r-name", "t0p-s3cret"));
             ItSupport it = new ItSupport(broker); LogCapture log = LogCapture.start()) {
            it.defaults().setUserName("us3r-name");
            it.defaults().setPassword("t0p-s3cret");
            it.defaults().setKeepAliveInterval(1000);
            it.defaults().setMqttVersion(version);
            Recorder in = it.record("in", "mqttx:seen/#?qos=2&clientId=seen-in&testConnectionOnStartup=true");
            it.start();
            for (int qos = 0; qos <= 2; qos++) {
                it.send("mqttx:seen/a?clientId=seen-out&willTopic=will&willPayload=l4st-will&qos=" + qos, "p4yl0ad-" + qos,
                        Map.of("x-h3ader", "pr0perty", MqttxConstants.CORRELATION_DATA, "c0rrelation".getBytes()));
            }
            in.await(3);
            Its.until(() -> packets(log, "seen-in").stream().anyMatch(line -> line.contains("<- PINGRESP")));
            it.stopRoute("in");
            it.context().stop();
            assertThat(packets(log, "seen-in")).anyMatch(line -> line.contains("-> CONNECT"))
                    .anyMatch(line -> line.contains("<- CONNACK, ")).anyMatch(line -> line.matches(".* -> SUBSCRIBE id \\d+"))
                    .anyMatch(line -> line.matches(".* <- SUBACK id \\d+, \\d+ bytes"))
                    .anyMatch(line -> line.matches(".* <- PUBLISH seen/a QoS 0, \\d+ bytes"))
                    .anyMatch(line -> line.matches(".* <- PUBLISH seen/a QoS 1 id \\d+, \\d+ bytes"))
                    .anyMatch(line -> line.matches(".* -> PUBACK id \\d+"))
                    .anyMatch(line -> line.matches(".* <- PUBLISH seen/a QoS 2 id \\d+, \\d+ bytes"))
                    .anyMatch(line -> line.matches(".* -> PUBREC id \\d+"))
                    .anyMatch(line -> line.matches(".* <- PUBREL id \\d+, \\d+ bytes"))
                    .anyMatch(line -> line.matches(".* -> PUBCOMP id \\d+")).anyMatch(line -> line.contains("-> PINGREQ"))
                    .anyMatch(line -> line.matches(".* -> UNSUBSCRIBE id \\d+"))
                    .anyMatch(line -> line.matches(".* <- UNSUBACK id \\d+, \\d+ bytes"))
                    .anyMatch(line -> line.contains("-> DISCONNECT"));
            assertThat(packets(log, "seen-out")).anyMatch(line -> line.matches(".* -> PUBLISH seen/a QoS 0, \\d+ bytes"))
                    .anyMatch(line -> line.matches(".* -> PUBLISH seen/a QoS 2 id \\d+, \\d+ bytes"))
                    .anyMatch(line -> line.matches(".* <- PUBACK id \\d+, \\d+ bytes"))
                    .anyMatch(line -> line.matches(".* <- PUBREC id \\d+, \\d+ bytes"))
                    .anyMatch(line -> line.matches(".* -> PUBREL id \\d+"))
                    .anyMatch(line -> line.matches(".* <- PUBCOMP id \\d+, \\d+ bytes"));
            assertThat(own(log)).isNotEmpty().noneMatch(line -> line.matches(
                    "(?s).*(p4yl0ad|us3r-name|t0p-s3cret|l4st-will|pr0perty|c0rrelation).*"));
        }
    }

    private static List<String> packets(LogCapture log, String clientId) {
        return log.lines().stream().filter(line -> line.logger().equals(LOGGER) && line.message().startsWith(clientId + "@"))
                .map(LogLine::message).toList();
    }

    /** Of the component, in all levels. */
    private static List<String> own(LogCapture log) {
        return log.lines().stream().filter(line -> line.logger().startsWith("io.github.camelmqttx")).map(LogLine::text)
                .toList();
    }
}
