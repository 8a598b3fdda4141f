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

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.MqttxSessionEvent.Kind;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.LogCapture;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.PacketType;
import io.github.camelmqttx.testbed.ScriptedBroker;
import org.apache.camel.ServiceStatus;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** M63: each refusal of CONNECT is said in its own words, and retried only where that can help. */
@Timeout(120)
class ConnectRefusedIT {

    private static final String SECRET = "t0p-s3cret";
    private static final Set<String> SEEN = new ConcurrentSkipListSet<>();

    private static MqttxConnectException failure(Throwable thrown) {
        Throwable found = thrown;
        while (found != null && !(found instanceof MqttxConnectException)) {
            found = found.getCause();
        }
        assertThat(found).as("start failed with %s", thrown).isNotNull();
        return (MqttxConnectException) found;
    }

    @ParameterizedTest(name = "MQTT {0} code {1}: {2}")
    @CsvSource(delimiter = '|', value = {
            "3.1.1 | 0x01 | 0x84 | Unsupported Protocol Version | mqttVersion | false",
            "3.1.1 | 0x02 | 0x85 | Client Identifier not valid | clientId | false",
            "3.1.1 | 0x03 | 0x88 | Server unavailable | list another broker | true",
            "3.1.1 | 0x04 | 0x86 | Bad User Name or Password | Check userName and password | false",
            "3.1.1 | 0x05 | 0x87 | Not authorized | permissions for this client | false",
            "3.1   | 0x05 | 0x87 | Not authorized | permissions for this client | false",
            "5     | 0x84 | 0x84 | Unsupported Protocol Version | mqttVersion | false",
            "5     | 0x85 | 0x85 | Client Identifier not valid | clientId | false",
            "5     | 0x86 | 0x86 | Bad User Name or Password | Check userName and password | false",
            "5     | 0x87 | 0x87 | Not authorized | permissions for this client | false",
            "5     | 0x88 | 0x88 | Server unavailable | list another broker | true",
            "5     | 0x89 | 0x89 | Server busy | list another broker | true",
            "5     | 0x8A | 0x8A | Banned | administrator | false",
            "5     | 0x95 | 0x95 | Packet too large | Will Message | false",
            "5     | 0x97 | 0x97 | Quota exceeded | limit of the broker | true" })
    @DisplayName("M63 promise 10: a refused CONNECT says why, where and what to do")
    void refusal_start_saysWhyWhereAndWhatToDo(
            String version, String code, String reasonCode, String name, String advice, boolean retryable)
            throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start().refuseConnect(Integer.decode(code));
             ItSupport it = new ItSupport(broker.uri()); LogCapture log = LogCapture.start()) {
            it.record("in", "mqttx:refused?testConnectionOnStartup=true&reconnectDelay=30s&userName=plant&password=" + SECRET
                            + "&mqttVersion=" + version);
            MqttxConnectException failure = failure(catchThrowable(it::start));
            assertThat(failure).hasMessageContaining(name).hasMessageContaining(reasonCode).hasMessageContaining(advice)
                    .hasMessageContaining(":" + broker.port()).hasMessageNotContaining(SECRET);
            assertThat(failure.getReasonCode()).isEqualTo(Integer.decode(reasonCode));
            assertThat(failure.isRetryable()).isEqualTo(retryable);
            assertThat(log.text()).doesNotContain(SECRET);
            assertThat(SEEN.add(version + failure.getMessage().replaceAll(":\\d+", ""))).as("a message of its own").isTrue();
            assertThat(broker.connections()).as("tried once").hasSize(1);
        }
    }

    @Test
    @DisplayName("M63 wrong password at a real broker; what cannot help is retried at reconnectMaxDelay only")
    void wrongPassword_mosquitto_isSaidAndNotHammered() throws Exception {
        assumeTrue(MosquittoBroker.isInstalled(), "no mosquitto executable on this machine");
        try (MosquittoBroker broker = MosquittoBroker.create(BrokerOptions.plain().withUser("plant", "right"))) {
            broker.start();
            for (String version : new String[] { "5", "3.1.1" }) {
                try (ItSupport it = new ItSupport(broker.uri()); LogCapture log = LogCapture.start()) {
                    SessionWatch watch = SessionWatch.on(it);
                    it.record("in", "mqttx:refused?userName=plant&reconnectDelay=10&reconnectMaxDelay=60s&password=" + SECRET
                                    + "&mqttVersion=" + version);
                    it.start();
                    watch.await(Kind.ROUND_FAILED);
                    assertThat(watch.problem("in")).contains("Not authorized (0x87)", "Check userName and password")
                            .doesNotContain(SECRET);
                    assertThat(watch.health("in").getDetails().toString()).contains("BACKING_OFF").doesNotContain(SECRET);
                    assertThat(log.troubles()).anySatisfy(line -> assertThat(line).contains("Not authorized"));
                    assertThat(log.text()).doesNotContain(SECRET);
                    Its.soon().during(Duration.ofMillis(500)).until(() -> watch.events(Kind.ROUND_FAILED).size() == 1);
                }
            }
        }
    }

    @Test
    @DisplayName("M63 a refusal that can pass is retried with back-off and passes")
    void unavailable_thenAvailable_connects() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start().refuseConnect(0x88); ItSupport it = new ItSupport(broker.uri())) {
            SessionWatch watch = SessionWatch.on(it);
            it.record("in", "mqttx:refused?reconnectDelay=50&reconnectMaxDelay=200&mqttVersion=5");
            it.start();
            Its.until(() -> broker.connections().size() >= 3);
            assertThat(watch.isUp("in")).isFalse();
            broker.reset(PacketType.CONNECT);
            watch.awaitUp("in");
        }
    }

    @Test
    @DisplayName("M63 one broker that refuses does not keep the session from the next in the list")
    void firstBrokerRefuses_secondIsUsed() throws Exception {
        try (ScriptedBroker refusing = ScriptedBroker.start().refuseConnect(0x87); ScriptedBroker good = ScriptedBroker.start();
             ItSupport it = new ItSupport(refusing.uri() + "," + good.uri())) {
            SessionWatch watch = SessionWatch.on(it);
            it.record("in", "mqttx:refused?testConnectionOnStartup=true&clientId=second-choice");
            it.start();
            assertThat(watch.isUp("in")).isTrue();
            assertThat(good.awaitConnection().clientId()).isEqualTo("second-choice");
        }
    }

    @ParameterizedTest(name = "Reason Code {0}")
    @ValueSource(ints = { 0x85, 0x90, 0x95, 0x99, 0x9A, 0x9B })
    @DisplayName("M63 what no broker will ever take is given up at once: the route is told and stops, a restart tries again")
    void refusalForGood_everyBroker_routeStopsAndARestartTriesAgain(int code) throws Exception {
        try (ScriptedBroker one = ScriptedBroker.start().refuseConnect(code);
             ScriptedBroker other = ScriptedBroker.start().refuseConnect(code);
             ItSupport it = new ItSupport(one.uri() + "," + other.uri()); LogCapture log = LogCapture.start()) {
            SessionWatch watch = SessionWatch.on(it);
            it.record("in", "mqttx:refused?mqttVersion=5&reconnectDelay=10&reconnectMaxDelay=20");
            it.start();
            assertThat(watch.await(Kind.GIVEN_UP).getDetail()).contains(
                    "as it is configured", ":" + one.port(), ":" + other.port(),
                    "0x" + Integer.toHexString(code).toUpperCase());
            Its.until(() -> it.context().getRouteController().getRouteStatus("in") == ServiceStatus.Stopped);
            assertThat(log.troubles()).anySatisfy(line -> assertThat(line).contains("Route in stops"));
            assertThat(one.connections()).as("tried once").hasSize(1);
            assertThat(other.connections()).hasSize(1);
            other.reset(PacketType.CONNECT);
            it.startRoute("in");
            watch.awaitUp("in");
        }
    }

    @Test
    @DisplayName("M63 a producer whose session has given up: publishes fail at once, the broker is not hammered, and a later "
                 + "publish finds it mended")
    void refusalForGood_producer_failsAtOnceAndRecovers() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start().refuseConnect(0x85); ItSupport it = new ItSupport(broker.uri())) {
            it.start();
            String uri = "mqttx:refused?qos=1&mqttVersion=5&reconnectDelay=100&reconnectMaxDelay=1s";
            long start = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                assertThat(it.request(uri, "x", Map.of()).getException()).isInstanceOf(MqttxConnectException.class)
                        .hasMessageContaining("Client Identifier not valid");
            }
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
            assertThat(broker.connections().size()).isLessThanOrEqualTo((int) seconds + 1);
            broker.reset(PacketType.CONNECT);
            Its.until(() -> it.request(uri, "x", Map.of()).getException() == null);
        }
    }
}
