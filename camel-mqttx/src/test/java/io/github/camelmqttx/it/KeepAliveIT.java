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

import io.github.camelmqttx.MqttxSessionEvent;
import io.github.camelmqttx.MqttxSessionEvent.Kind;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.Direction;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.PacketType;
import io.github.camelmqttx.testbed.ScriptedBroker;
import io.github.camelmqttx.testbed.ScriptedConnection;
import io.github.camelmqttx.testbed.TcpProxy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Keep Alive: a peer that is gone is noticed, one that is alive is left alone. */
@Timeout(60)
class KeepAliveIT {

    private static final String OPTIONS = "keepAliveInterval=2s&connectionTimeout=1s&reconnectDelay=100&reconnectMaxDelay=200";
    /** 1.5 times the Keep Alive, and what a busy machine adds. */
    private static final Duration BOUND = Duration.ofSeconds(3).plusSeconds(7);

    private static MosquittoBroker broker;

    @BeforeAll
    static void startBroker() {
        assumeTrue(MosquittoBroker.isInstalled(), "no mosquitto executable on this machine");
        broker = MosquittoBroker.create(BrokerOptions.plain());
        broker.start();
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    private static void isNoticed(SessionWatch watch, long since) {
        MqttxSessionEvent lost = watch.await(Kind.DISCONNECTED);
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(BOUND);
        assertThat(lost.getDetail()).contains("PINGREQ");
        assertThat(watch.isUp("in")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    @DisplayName("M10 F11 F21 packets vanish in one direction: noticed within 1.5 x Keep Alive, DOWN meanwhile")
    void blackHole_oneDirection_isNoticed(Direction direction) throws Exception {
        try (TcpProxy proxy = TcpProxy.to(broker); ItSupport it = new ItSupport(proxy.uri())) {
            SessionWatch watch = SessionWatch.on(it);
            Recorder in = it.record("in", "mqttx:hole/#?" + OPTIONS);
            it.start();
            watch.awaitUp("in");
            long since = System.nanoTime();
            proxy.blackHole(direction);
            isNoticed(watch, since);
            proxy.heal();
            watch.awaitUp("in");
            it.send("mqttx:hole/a?brokers=" + broker.uri(), "x");
            in.await(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "both ways", "SIGSTOP" })
    @DisplayName("M10 F11 F21 half-open connection: noticed within 1.5 x Keep Alive, DOWN until the broker answers again")
    void halfOpen_isNoticed(String how) throws Exception {
        try (TcpProxy proxy = TcpProxy.to(broker); ItSupport it = new ItSupport(proxy.uri())) {
            SessionWatch watch = SessionWatch.on(it);
            Recorder in = it.record("in", "mqttx:half/#?" + OPTIONS);
            it.start();
            watch.awaitUp("in");
            long since = System.nanoTime();
            if ("SIGSTOP".equals(how)) {
                broker.suspend();
            } else {
                proxy.blackHole();
            }
            isNoticed(watch, since);
            await().during(Duration.ofSeconds(1)).until(() -> !watch.isUp("in"));
            broker.resume();
            proxy.heal();
            watch.awaitUp("in");
            try (MqttProbe probe = MqttProbe.connect(broker)) {
                probe.publish("half/a", "x", 1);
            }
            in.await(1);
        }
    }

    @Test
    @DisplayName("M10 Server Keep Alive of the broker replaces the one asked for")
    void serverKeepAlive_isHonoured() throws Exception {
        try (ScriptedBroker scripted = ScriptedBroker.start().serverKeepAlive(2);
             ItSupport it = new ItSupport(scripted.uri())) {
            SessionWatch watch = SessionWatch.on(it);
            it.record("in", "mqttx:server/#?mqttVersion=5&keepAliveInterval=1000s");
            it.start();
            ScriptedConnection connection = scripted.awaitConnection();
            assertThat(connection.connect().variableHeader().keepAliveTimeSeconds()).isEqualTo(1000);
            connection.await(PacketType.PINGREQ, 2);
            scripted.ignore(PacketType.PINGREQ);
            assertThat(watch.await(Kind.DISCONNECTED).getDetail()).contains("PINGREQ");
        }
    }

    @Test
    @DisplayName("M10 keepAliveInterval=0 turns it off: no PINGREQ, no disconnect")
    void zero_noPing() throws Exception {
        try (ScriptedBroker scripted = ScriptedBroker.start(); ItSupport it = new ItSupport(scripted.uri())) {
            SessionWatch watch = SessionWatch.on(it);
            it.record("off", "mqttx:off/#?keepAliveInterval=0&clientId=ka-off");
            it.record("on", "mqttx:on/#?keepAliveInterval=1s&clientId=ka-on");
            it.start();
            await().until(() -> scripted.connections().stream().anyMatch(one -> one.received(PacketType.PINGREQ).size() >= 3));
            ScriptedConnection off = scripted.connections().stream().filter(one -> one.clientId().equals("ka-off")).findFirst()
                    .orElseThrow();
            assertThat(off.connect().variableHeader().keepAliveTimeSeconds()).isZero();
            assertThat(off.received(PacketType.PINGREQ)).isEmpty();
            assertThat(watch.isUp("off")).isTrue();
        }
    }

    @Test
    @DisplayName("M10 F11 a quiet connection to a broker that is alive stays for many Keep Alive intervals")
    void aliveAndIdle_staysConnected() throws Exception {
        int before = broker.connectCount("ka-idle");
        try (ItSupport it = new ItSupport(broker)) {
            SessionWatch watch = SessionWatch.on(it);
            it.record("in", "mqttx:idle/#?keepAliveInterval=1s&clientId=ka-idle");
            it.start();
            watch.awaitUp("in");
            await().during(Duration.ofSeconds(4)).atMost(Duration.ofSeconds(10)).until(() -> watch.isUp("in"));
            assertThat(watch.events(Kind.DISCONNECTED)).isEmpty();
        }
        assertThat(broker.connectCount("ka-idle")).isEqualTo(before + 1);
    }
}
