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

import java.util.ArrayList;
import java.util.List;

import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Window, writability and batches of outgoing packets. Spec: 5.0 section 4.9. */
class FlowControlTest {

    private final EngineFixture engine = new EngineFixture();

    private void connect(int receiveMaximum, int maximumInflight) {
        MqttProperties properties = new MqttProperties();
        if (receiveMaximum > 0) {
            PropertyMapper.addInt(properties, PropertyIds.RECEIVE_MAXIMUM, receiveMaximum);
        }
        engine.connect(Requests.to(Requests.BROKER, ProtocolVersion.MQTT_5).limits(65_535, 1_000_000, maximumInflight), false,
                properties);
    }

    /** Publishes as long as the engine takes more. */
    private int fill(int qos) {
        int count = 0;
        while (engine.client.canPublish(qos)) {
            engine.client.publish(Requests.message("t" + count++, qos));
        }
        engine.client.flush();
        return count;
    }

    @ParameterizedTest(name = "Receive Maximum {0}")
    @ValueSource(ints = { 1, 2, 20 })
    @DisplayName("F05 F06 [MQTT-3.3.4-9] [MQTT-4.9.0-2] never more unacknowledged messages than the broker's Receive Maximum")
    void window_isReceiveMaximum_isNotExceeded(int receiveMaximum) {
        connect(receiveMaximum, 1_000);

        assertThat(fill(1)).isEqualTo(receiveMaximum);
        assertThat(engine.client.canPublish(2)).isFalse();
        assertThat(engine.client.canPublish(0)).isTrue();
        engine.puback(1);

        assertThat(fill(2)).isOne();
    }

    @Test
    @DisplayName("[MQTT-4.9.0-2] a QoS 2 message holds its place in the window until PUBCOMP")
    void qos2_isReleased_stillCounts() {
        connect(1, 1_000);
        fill(2);

        engine.pubrec(1);
        assertThat(engine.client.canPublish(1)).isFalse();
        engine.pubcomp(1);

        assertThat(engine.client.canPublish(1)).isTrue();
    }

    @Test
    @DisplayName("M11 the window is maximumInflight when the broker allows more, at most 65 000")
    void window_isMaximumInflight_isNotExceeded() {
        connect(0, 7);
        assertThat(fill(1)).isEqualTo(7);
        engine.cut();

        EngineFixture huge = new EngineFixture();
        huge.connect(Requests.to(Requests.BROKER, ProtocolVersion.MQTT_5).limits(10, 1_000, Integer.MAX_VALUE), false);
        List<OutgoingMessage> messages = new ArrayList<>();
        while (huge.client.canPublish(1)) {
            OutgoingMessage message = Requests.message("t", 1, "");
            huge.client.publish(message);
            huge.client.flush();
            messages.add(message);
        }

        assertThat(messages).hasSize(65_000);
        assertThat(messages.stream().mapToInt(OutgoingMessage::packetId).distinct().count()).isEqualTo(65_000);
    }

    @Test
    @DisplayName("[MQTT-2.2.1-3] an identifier in use is skipped when the numbers come round again")
    void identifier_isStillInUse_isSkipped() {
        connect(0, 3);
        OutgoingMessage stuck = Requests.message("stuck", 1);
        engine.client.publish(stuck);
        engine.client.flush();
        boolean wrapped = false;
        for (int i = 0, last = 1; !wrapped || i < 70_000; i++) {
            OutgoingMessage message = Requests.message("t", 1);
            engine.client.publish(message);
            engine.client.flush();
            engine.sent();
            assertThat(message.packetId()).isBetween(2, 65_535);
            wrapped |= message.packetId() < last;
            last = message.packetId();
            engine.puback(last);
            assertThat(engine.listener.published).containsExactly(message);
            engine.listener.published.clear();
            engine.listener.log.clear();
        }

        engine.puback(1);
        assertThat(engine.listener.published).containsExactly(stuck);
    }

    @Test
    @DisplayName("A full transport stops publishing; when it has drained, batchComplete invites to go on, outside of any call")
    void transport_isFull_thenDrains_batchComplete() {
        connect(0, 60_000);
        engine.channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(500, 1_000));
        engine.channel.stuck(true);

        int accepted = fill(1);
        assertThat(accepted).isBetween(5, 15);
        assertThat(engine.client.canPublish(0)).isFalse();
        engine.context.runTasks();
        int batches = engine.listener.batches;
        engine.channel.stuck(false);
        assertThat(engine.listener.batches).isEqualTo(batches);
        engine.context.runTasks();

        assertThat(engine.listener.batches).isEqualTo(batches + 1);
        assertThat(engine.client.canPublish(1)).isTrue();
    }

    @Test
    @DisplayName("[MQTT-4.4.0-1] sending again respects a full transport and goes on when it has drained")
    void resend_transportIsFull_continuesLater() {
        Requests request = Requests.to(Requests.BROKER, ProtocolVersion.MQTT_5).durable().limits(10, 1_000_000, 100);
        engine.connect(request, false);
        for (int i = 0; i < 50; i++) {
            engine.client.publish(Requests.message("t" + i, 1, "x".repeat(100)));
        }
        engine.cut();
        engine.opensAtOnce = false;
        engine.connecting(request.attempt(2));
        engine.opened();
        engine.sent();
        engine.channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(500, 1_000));
        engine.channel.stuck(true);

        engine.connack(0, true, MqttProperties.NO_PROPERTIES);
        assertThat(engine.client.canPublish(1)).isFalse();
        assertThat(engine.channel.unsafe().outboundBuffer().totalPendingWriteBytes()).isLessThan(2_000);
        engine.channel.stuck(false);

        List<String> sent = new ArrayList<>(engine.sent());
        sent.addAll(engine.sent());
        assertThat(sent).hasSize(50).startsWith("PUBLISH t0 q1 id 1 DUP").endsWith("PUBLISH t49 q1 id 50 DUP");
    }

    @Test
    @DisplayName("P1 writing does not flush; all of one read is answered with one flush")
    void writes_areFlushed_together() {
        connect(0, 100);
        engine.client.publish(Requests.message("a", 1));
        assertThat(engine.sent()).isEmpty();
        engine.client.flush();
        assertThat(engine.sent()).hasSize(1);
        engine.listener.onReceived = engine.client::acknowledge;
        int batches = engine.listener.batches;

        MqttMessage[] packets = { pubrel(5), pubrel(6), pubrel(7) };
        engine.send(packets);

        assertThat(engine.listener.batches).isEqualTo(batches + 1);
        assertThat(engine.sent()).containsExactly("PUBCOMP 5 0x92", "PUBCOMP 6 0x92", "PUBCOMP 7 0x92");
    }

    private static MqttMessage pubrel(int packetId) {
        MqttFixedHeader header = EngineFixture.header(MqttMessageType.PUBREL, 1);
        return new MqttMessage(header, MqttMessageIdVariableHeader.from(packetId));
    }
}
