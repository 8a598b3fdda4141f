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

import java.util.Random;

import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.Certificates;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.Scheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Large messages, with the limits as they are by default. */
@Timeout(60)
class LargePayloadIT {

    private static Certificates certificates;
    private static MosquittoBroker broker;

    @BeforeAll
    static void startBroker() {
        certificates = Certificates.create();
        broker = Its.mosquitto(BrokerOptions.plain().withTls(certificates));
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
        certificates.close();
    }

    @ParameterizedTest(name = "F22 {0} MB, QoS {1}, MQTT {2}, {3}")
    @CsvSource({
            "1,0,5,MQTT", "1,1,5,MQTT", "1,2,5,MQTT", "16,0,5,MQTT", "16,1,5,MQTT", "16,2,5,MQTT", "16,1,3.1.1,MQTT",
            "1,1,5,MQTTS", "16,2,5,MQTTS" })
    @DisplayName("F22 payloads of 1 MB and 16 MB pass byte for byte with the limits as they are by default")
    void publish_largePayload_arrivesByteForByte(int megabytes, int qos, String version, Scheme scheme) throws Exception {
        byte[] payload = new byte[megabytes * 1024 * 1024];
        new Random(megabytes).nextBytes(payload);
        try (ItSupport it = new ItSupport(broker.uri(scheme))) {
            it.defaults().setMqttVersion(version);
            if (scheme == Scheme.MQTTS) {
                it.defaults().setTrustStore("file:" + certificates.authority().identity().certificatePem());
            }
            Recorder in = it.record("in", "mqttx:large?qos=" + qos);
            it.start();
            it.send("mqttx:large?qos=" + qos, payload);
            assertThat((byte[]) in.awaitFirst().body()).isEqualTo(payload);
        }
    }
}
