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
package io.github.camelmqttx.internal.client.netty;

import io.github.camelmqttx.internal.client.Disconnection;
import io.github.camelmqttx.internal.client.Disconnection.Kind;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.netty.handler.codec.mqtt.MqttProperties;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Keep Alive of 100 s on a fake clock. Spec: 5.0 section 3.1.2.10. */
class KeepAliveTest {

    private final EngineFixture engine = new EngineFixture();

    private void connect(ProtocolVersion version) {
        engine.connect(Requests.to(Requests.BROKER, version).keepAlive(100), false);
    }

    private void advanceSeconds(int seconds) {
        engine.context.advanceMillis(seconds * 1_000L);
    }

    @ParameterizedTest(name = "MQTT {0}")
    @EnumSource(ProtocolVersion.class)
    @DisplayName("M10 [MQTT-3.1.2-20] PINGREQ after 3/4 of the Keep Alive in silence, again and again while it is answered")
    void connection_isIdle_pingreq(ProtocolVersion version) {
        connect(version);

        for (int i = 0; i < 5; i++) {
            advanceSeconds(74);
            assertThat(engine.sent()).isEmpty();
            advanceSeconds(1);
            assertThat(engine.sent()).containsExactly("PINGREQ");
            engine.pingresp();
        }
        assertThat(engine.listener.disconnected).isEmpty();
    }

    @Test
    @DisplayName("[MQTT-3.1.2-20] PINGREQ also when we write but nothing comes, and when something comes but we do not write")
    void oneDirection_isIdle_pingreq() {
        connect(ProtocolVersion.MQTT_5);
        for (int i = 0; i < 3; i++) {
            advanceSeconds(25);
            engine.client.publish(Requests.message("a", 0));
            engine.client.flush();
        }
        assertThat(engine.sent()).containsExactly("PUBLISH a q0", "PUBLISH a q0", "PINGREQ", "PUBLISH a q0");
        engine.pingresp();
        for (int i = 0; i < 3; i++) {
            advanceSeconds(25);
            engine.publish("in", 0, 0);
        }

        assertThat(engine.sent()).containsExactly("PINGREQ");
    }

    @Test
    @DisplayName("M10 traffic in both directions needs no PINGREQ")
    void bothDirections_areBusy_noPingreq() {
        connect(ProtocolVersion.MQTT_5);
        for (int i = 1; i <= 10; i++) {
            advanceSeconds(50);
            engine.client.publish(Requests.message("a", 1));
            engine.client.flush();
            engine.puback(i);
        }

        assertThat(engine.sent()).doesNotContain("PINGREQ").hasSize(10);
    }

    @Test
    @DisplayName("F11 no byte for half of the Keep Alive after PINGREQ: dead, 1.25 x Keep Alive after the last one")
    void peer_isSilent_isDead() {
        connect(ProtocolVersion.MQTT_5);
        advanceSeconds(124);
        assertThat(engine.listener.disconnected).isEmpty();

        advanceSeconds(1);

        assertThat(engine.listener.disconnected).singleElement().extracting(Disconnection::kind).isEqualTo(Kind.KEEP_ALIVE);
        assertThat(engine.listener.disconnected.get(0).message()).contains("tcp://a.example:1883").contains("125000 ms");
        assertThat(engine.sent()).containsExactly("PINGREQ");
        assertThat(engine.channel.isOpen()).isFalse();
        assertThat(engine.context.pendingTimers()).isZero();
    }

    @Test
    @DisplayName("F11 any byte after PINGREQ shows that the peer lives, not only PINGRESP")
    void peer_sendsAnything_isAlive() {
        connect(ProtocolVersion.MQTT_5);
        advanceSeconds(100);
        engine.sendRaw(0x30);
        advanceSeconds(49);

        assertThat(engine.listener.disconnected).isEmpty();
        advanceSeconds(80);
        assertThat(engine.listener.disconnected).hasSize(1);
    }

    @Test
    @DisplayName("M10 0 is off")
    void keepAlive_is0_nothingHappens() {
        engine.connect(Requests.to(Requests.BROKER, ProtocolVersion.MQTT_5).keepAlive(0), false);
        assertThat(engine.context.pendingTimers()).isZero();

        advanceSeconds(1_000_000);

        assertThat(engine.sent()).isEmpty();
        assertThat(engine.listener.disconnected).isEmpty();
    }

    @Test
    @DisplayName("M10 [MQTT-3.2.2-21] the Server Keep Alive counts, not ours")
    void server_setsKeepAlive_counts() {
        MqttProperties properties = new MqttProperties();
        PropertyMapper.addInt(properties, PropertyIds.SERVER_KEEP_ALIVE, 20);
        engine.connect(Requests.to(Requests.BROKER, ProtocolVersion.MQTT_5).keepAlive(100), false, properties);

        advanceSeconds(15);

        assertThat(engine.sent()).containsExactly("PINGREQ");
    }

    @Test
    @DisplayName("F04 reading off: PINGREQ goes on, one read each quarter; a peer that answers is not taken for dead")
    void reading_isOff_peerIsAlive() {
        connect(ProtocolVersion.MQTT_5);
        engine.client.reading(false);
        int reads = engine.channel.reads();

        advanceSeconds(75);
        assertThat(engine.channel.reads()).isEqualTo(reads + 3);
        assertThat(engine.sent()).containsExactly("PINGREQ");
        engine.pingresp();
        advanceSeconds(75);

        assertThat(engine.sent()).containsExactly("PINGREQ");
        assertThat(engine.listener.disconnected).isEmpty();
    }

    @Test
    @DisplayName("F11 reading off: a peer that has nothing for us in four reads is dead, like with reading on")
    void reading_isOff_peerIsDead() {
        connect(ProtocolVersion.MQTT_5);
        engine.client.reading(false);

        advanceSeconds(150);

        assertThat(engine.listener.disconnected).extracting(Disconnection::kind).containsExactly(Kind.KEEP_ALIVE);
    }

    @Test
    @DisplayName("reading(true) reads again; readOnce reads once")
    void reading_isToggled_channelFollows() {
        connect(ProtocolVersion.MQTT_5);
        engine.client.reading(false);
        assertThat(engine.channel.config().isAutoRead()).isFalse();
        int reads = engine.channel.reads();
        engine.client.readOnce();
        assertThat(engine.channel.reads()).isEqualTo(reads + 1);

        engine.client.reading(true);

        assertThat(engine.channel.config().isAutoRead()).isTrue();
    }

    @Test
    @DisplayName("F04 this process was held up: the peer gets another PINGREQ before it is called dead")
    void process_isHeldUp_peerGetsASecondChance() {
        connect(ProtocolVersion.MQTT_5);
        advanceSeconds(75);
        engine.sent();
        engine.context.holdUpMillis(1_000_000);
        advanceSeconds(0);
        assertThat(engine.listener.disconnected).isEmpty();
        assertThat(engine.sent()).containsExactly("PINGREQ");

        advanceSeconds(50);

        assertThat(engine.listener.disconnected).hasSize(1);
    }
}
