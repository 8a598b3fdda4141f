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

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import io.github.camelmqttx.internal.client.ConnectFailure;
import io.github.camelmqttx.internal.client.Disconnection;
import io.github.camelmqttx.internal.client.Disconnection.Kind;
import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttProperties;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The end of attempts and connections. Spec: 5.0 sections 3.14 and 4.13. */
class DisconnectTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final EngineFixture engine = new EngineFixture();

    private static Requests request(ProtocolVersion version) {
        return Requests.to(Requests.BROKER, version);
    }

    private Disconnection reason() {
        assertThat(engine.listener.disconnected).hasSize(1);
        return engine.listener.disconnected.get(0);
    }

    @ParameterizedTest(name = "MQTT {0}, 0x{1}")
    @CsvSource({
            "MQTT_3_1, 00, DISCONNECT", "MQTT_3_1_1, 04, DISCONNECT", "MQTT_5, 00, DISCONNECT",
            "MQTT_5, 04, DISCONNECT 0x04" })
    @DisplayName("M23 [MQTT-3.14.4-1] [MQTT-3.14.4-2] what is pending goes out, then DISCONNECT, then nothing; the broker closes")
    void disconnect_writesPendingThenDisconnect(ProtocolVersion version, String hexCode, String packet) {
        engine.connect(request(version), false);
        engine.publish("in", 1, 7);
        IncomingMessage message = engine.listener.received.get(0);
        engine.client.acknowledge(message);

        engine.client.disconnect(Integer.parseInt(hexCode, 16), 5 * SECOND);
        engine.client.acknowledge(message);
        engine.client.flush();

        assertThat(engine.client.canPublish(0)).isFalse();
        assertThat(engine.sent()).containsExactly("PUBACK 7", packet);
        assertThat(engine.listener.disconnected).isEmpty();
        engine.cut();
        assertThat(reason().kind()).isEqualTo(Kind.LOCAL);
        assertThat(engine.context.pendingTimers()).isZero();
    }

    @Test
    @DisplayName("M23 F16 PUBACK and PUBCOMP that come after our DISCONNECT still count; nothing is sent or delivered any more")
    void acknowledgement_comesAfterDisconnect_counts() {
        engine.connect(request(ProtocolVersion.MQTT_5), false);
        engine.client.publish(Requests.message("a", 1));
        engine.client.publish(Requests.message("b", 2));
        engine.client.disconnect(0, 5 * SECOND);
        engine.sent();

        engine.puback(1);
        engine.pubrec(2);
        engine.publish("c", 1, 9);

        assertThat(engine.sent()).isEmpty();
        assertThat(engine.listener.log).containsExactly("connected 1", "published a");
        OutgoingMessage[] left = new OutgoingMessage[1];
        engine.client.forEachInflight(message -> left[0] = message);
        assertThat(left[0].state()).isEqualTo(OutgoingMessage.State.RELEASED);
    }

    @Test
    @DisplayName("F16 what still waits to be sent again is left as it is after our DISCONNECT")
    void acknowledgement_comesAfterDisconnect_nothingIsSentAgain() {
        Requests request = request(ProtocolVersion.MQTT_5).limits(10, 1_000, 1);
        OutgoingMessage first = Requests.message("first", 1);
        OutgoingMessage second = Requests.message("second", 1);
        engine.connect(request.limits(10, 1_000, 2), false);
        engine.client.publish(first);
        engine.client.publish(second);
        engine.cut();
        engine.connect(request.attempt(2), false);
        engine.client.disconnect(0, SECOND);

        engine.puback(first.packetId());

        assertThat(engine.listener.published).containsExactly(first);
        assertThat(second.state()).isEqualTo(OutgoingMessage.State.QUEUED);
        assertThat(second.packetId()).isZero();
    }

    @Test
    @DisplayName("M23 a broker that does not close in answer to DISCONNECT is given a second")
    void broker_doesNotClose_weClose() {
        engine.connect(request(ProtocolVersion.MQTT_5), false);
        engine.client.disconnect(0, 5 * SECOND);

        engine.context.advanceMillis(999);
        assertThat(engine.listener.disconnected).isEmpty();
        engine.context.advanceMillis(1);

        assertThat(reason().kind()).isEqualTo(Kind.LOCAL);
        assertThat(engine.channel.isOpen()).isFalse();
    }

    @Test
    @DisplayName("M23 F16 a transport that takes nothing delays the end only until the time given")
    void transport_isStuck_endsAtTheTimeout() {
        engine.connect(request(ProtocolVersion.MQTT_5), false);
        engine.channel.stuck(true);
        engine.client.publish(Requests.message("lost", 0));
        engine.client.disconnect(0, 3 * SECOND);

        engine.context.advanceMillis(2_999);
        assertThat(engine.listener.disconnected).isEmpty();
        engine.context.advanceMillis(1);

        assertThat(engine.listener.log).containsExactly("connected 1", "publishFailed lost", "disconnected 1");
        assertThat(engine.context.pendingTimers()).isZero();
    }

    @Test
    @DisplayName("M23 while closing, reading is on even if it was off, so that a backlog does not reset the connection")
    void reading_isOff_closingTurnsItOn() {
        engine.connect(request(ProtocolVersion.MQTT_5), false);
        engine.client.reading(false);
        assertThat(engine.channel.config().isAutoRead()).isFalse();

        engine.client.disconnect(0, SECOND);

        assertThat(engine.channel.config().isAutoRead()).isTrue();
    }

    @ParameterizedTest(name = "MQTT {0}")
    @EnumSource(ProtocolVersion.class)
    @DisplayName("M23 F23 an attempt is cancelled: while opening, and while CONNACK is outstanding")
    void disconnect_duringAttempt_cancelsIt(ProtocolVersion version) {
        engine.opensAtOnce = false;
        engine.connecting(request(version));
        engine.client.disconnect(0, SECOND);
        assertThat(engine.listener.connectFailed).isEmpty();
        engine.context.runTasks();
        assertThat(engine.openingCancelled).isTrue();

        engine.opensAtOnce = true;
        engine.connecting(request(version).attempt(2));
        engine.client.disconnect(0, SECOND);
        engine.context.runTasks();

        assertThat(engine.listener.connectFailed).extracting(ConnectFailure::stage)
                .containsExactly(ConnectFailure.Stage.CANCELLED, ConnectFailure.Stage.CANCELLED);
        assertThat(engine.listener.log).containsExactly("connectFailed 1", "connectFailed 2");
        assertThat(engine.channel.isOpen()).isFalse();
        assertThat(engine.context.pendingTimers()).isZero();
    }

    @Test
    @DisplayName("F23 without attempt and connection, disconnect, abort and flush have no effect")
    void nothing_isThere_noEffect() {
        engine.client.disconnect(0, SECOND);
        engine.client.abort(new Disconnection(Kind.CLOSED, -1, "x", null, null));
        engine.client.flush();
        engine.client.reading(false);
        engine.context.runTasks();

        assertThat(engine.listener.log).isEmpty();
        assertThat(engine.context.pendingTimers()).isZero();
    }

    @Test
    @DisplayName("abort closes without DISCONNECT, for the reason given, told after the call")
    void abort_closesWithoutDisconnect() {
        engine.connect(request(ProtocolVersion.MQTT_5), false);
        Disconnection given = new Disconnection(Kind.CLOSED, -1, "not trusted", null, null);

        engine.client.abort(given);
        assertThat(engine.listener.disconnected).isEmpty();
        assertThat(engine.client.canPublish(0)).isFalse();

        assertThat(engine.sent()).isEmpty();
        assertThat(reason()).isSameAs(given);
    }

    @Test
    @DisplayName("M28 F07 the broker's DISCONNECT is told with Reason Code, Reason String and Server Reference")
    void broker_sendsDisconnect_isTold() {
        engine.connect(request(ProtocolVersion.MQTT_5), false);
        MqttProperties properties = new MqttProperties();
        PropertyMapper.addText(properties, PropertyIds.REASON_STRING, "taken");
        PropertyMapper.addText(properties, PropertyIds.SERVER_REFERENCE, "other.example");

        engine.disconnect(0x8E, properties);

        assertThat(reason().kind()).isEqualTo(Kind.BY_BROKER);
        assertThat(reason().reasonCode()).isEqualTo(0x8E);
        assertThat(reason().serverReference()).isEqualTo("other.example");
        assertThat(reason().message()).contains("tcp://a.example:1883").contains("Session taken over").contains("taken");
        assertThat(engine.sent()).isEmpty();
    }

    @Test
    @DisplayName("F11 a connection that is closed without DISCONNECT is told as such, once")
    void channel_isClosed_isTold() {
        engine.connect(request(ProtocolVersion.MQTT_5).keepAlive(10), false);

        engine.cut();

        assertThat(reason().kind()).isEqualTo(Kind.CLOSED);
        assertThat(reason().reasonCode()).isEqualTo(-1);
        assertThat(engine.context.pendingTimers()).isZero();
    }

    @Test
    @DisplayName("F09 an exception of the transport ends the connection with its message")
    void transport_throws_isTold() {
        engine.connect(request(ProtocolVersion.MQTT_5), false);

        engine.channel.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
        engine.context.runTasks();

        assertThat(reason().kind()).isEqualTo(Kind.CLOSED);
        assertThat(reason().message()).contains("Connection reset by peer");
        assertThat(engine.channel.isOpen()).isFalse();
    }

    @Test
    @DisplayName("F06 late events of an old channel change nothing: packets, closing, exceptions, writability")
    void oldChannel_hasLateEvents_areDropped() {
        engine.connect(request(ProtocolVersion.MQTT_5).durable(), false);
        engine.client.publish(Requests.message("a", 1));
        engine.client.flush();
        TestChannel old = engine.channel;
        engine.client.abort(new Disconnection(Kind.CLOSED, -1, "x", null, null));
        engine.context.runTasks();
        engine.connect(request(ProtocolVersion.MQTT_5).durable().attempt(2), true);
        int events = engine.listener.log.size();

        old.pipeline().fireChannelRead(Unpooled.wrappedBuffer(new byte[] { 0x40, 2, 0, 1 }));
        old.pipeline().fireChannelReadComplete();
        old.pipeline().fireExceptionCaught(new IllegalStateException("late"));
        old.pipeline().fireChannelWritabilityChanged();
        old.pipeline().fireChannelInactive();
        engine.context.runTasks();

        assertThat(engine.listener.log).hasSize(events);
        assertThat(engine.client.inflight()).isOne();
        assertThat(engine.sent()).containsExactly("PUBLISH a q1 id 1 DUP");
    }

    @Test
    @DisplayName("F23 a channel that opens after its attempt was cancelled is closed")
    void channel_opensLate_isClosed() {
        engine.opensAtOnce = false;
        engine.connecting(request(ProtocolVersion.MQTT_5));
        engine.client.disconnect(0, SECOND);
        engine.context.runTasks();

        engine.opened();

        assertThat(engine.channel.isOpen()).isFalse();
        assertThat(engine.listener.log).containsExactly("connectFailed 1");
    }
}
