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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.camelmqttx.internal.client.ConnectFailure;
import io.github.camelmqttx.internal.client.ConnectRequest;
import io.github.camelmqttx.internal.client.ManualExecutor;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckPayload;

/**
 * An engine on channels in memory. The test plays the broker, packet by packet: {@link #sent()} tells what the engine
 * sent since it was last asked, the other methods send to the engine.
 */
final class EngineFixture {

    final ManualContext context = new ManualContext();
    /** Where beans of the user are called. */
    final ManualExecutor workers = new ManualExecutor();
    final RecordingListener listener = new RecordingListener();
    final NettyMqttClient client;

    TestChannel channel = new TestChannel();
    ChannelOpener.Outcome opening;
    boolean openingCancelled;
    /** Whether an attempt gets its channel at once. */
    boolean opensAtOnce = true;
    private TestChannel codec = new TestChannel();
    private ProtocolVersion version = ProtocolVersion.MQTT_5;

    EngineFixture() {
        client = new NettyMqttClient(context, listener, this::open, workers);
    }

    private ChannelOpener.Opening open(ConnectRequest request, ChannelOpener.Outcome outcome) {
        opening = outcome;
        openingCancelled = false;
        if (opensAtOnce) {
            context.execute(this::opened);
        }
        return new ChannelOpener.Opening() {
            @Override
            public void cancel() {
                openingCancelled = true;
            }

            @Override
            public String progress() {
                return "resolving the host name";
            }
        };
    }

    void opened() {
        channel = new TestChannel();
        codec = new TestChannel(new MqttDecoder(1_000_000), MqttEncoder.INSTANCE);
        opening.opened(channel);
        context.runTasks();
    }

    void openFailed(ConnectFailure failure) {
        opening.failed(failure);
        context.runTasks();
    }

    /** CONNECT is out, CONNACK is not in. */
    EngineFixture connecting(Requests request) {
        version = request.request().version();
        client.connect(request.request());
        context.runTasks();
        return this;
    }

    EngineFixture connect(Requests request, boolean sessionPresent) {
        return connect(request, sessionPresent, MqttProperties.NO_PROPERTIES);
    }

    EngineFixture connect(Requests request, boolean sessionPresent, MqttProperties properties) {
        connecting(request);
        sent();
        connack(0, sessionPresent, properties);
        return this;
    }

    /** What the engine has sent since the last call, in short words. */
    List<String> sent() {
        return sentPackets().stream().map(packet -> {
            String text = PacketText.of(packet);
            if (packet instanceof MqttPublishMessage publish) {
                publish.release();
            }
            return text;
        }).toList();
    }

    List<MqttMessage> sentPackets() {
        context.runTasks();
        takeIn();
        List<MqttMessage> packets = new ArrayList<>();
        MqttMessage packet;
        while ((packet = codec.readInbound()) != null) {
            packets.add(packet);
        }
        return packets;
    }

    /** Decodes what was sent; CONNECT tells the codec which version to speak. */
    private void takeIn() {
        ByteBuf bytes;
        while ((bytes = channel.readOutbound()) != null) {
            if (bytes.isReadable()) {
                codec.writeInbound(bytes);
            } else {
                bytes.release();
            }
        }
    }

    void connack(int code, boolean sessionPresent, MqttProperties properties) {
        send(new MqttConnAckMessage(
                header(MqttMessageType.CONNACK, 0),
                new MqttConnAckVariableHeader(MqttConnectReturnCode.valueOf((byte) code), sessionPresent, properties)));
    }

    void publish(String topic, int qos, int packetId) {
        publish(topic, qos, packetId, false, MqttProperties.NO_PROPERTIES);
    }

    void publish(String topic, int qos, int packetId, boolean duplicate, MqttProperties properties) {
        send(new MqttPublishMessage(
                new MqttFixedHeader(MqttMessageType.PUBLISH, duplicate, MqttQoS.valueOf(qos), false, 0),
                new MqttPublishVariableHeader(topic, packetId, properties),
                Unpooled.copiedBuffer("payload", StandardCharsets.UTF_8)));
    }

    void puback(int packetId) {
        reply(MqttMessageType.PUBACK, packetId, 0);
    }

    void pubrec(int packetId) {
        reply(MqttMessageType.PUBREC, packetId, 0);
    }

    void pubcomp(int packetId) {
        reply(MqttMessageType.PUBCOMP, packetId, 0);
    }

    void pubrel(int packetId) {
        reply(MqttMessageType.PUBREL, packetId, 0);
    }

    void reply(MqttMessageType type, int packetId, int reasonCode) {
        reply(type, packetId, reasonCode, MqttProperties.NO_PROPERTIES);
    }

    void reply(MqttMessageType type, int packetId, int reasonCode, MqttProperties properties) {
        send(new MqttMessage(
                header(type, type == MqttMessageType.PUBREL ? 1 : 0),
                version == ProtocolVersion.MQTT_5
                        ? new MqttPubReplyMessageVariableHeader(packetId, (byte) reasonCode, properties)
                        : MqttMessageIdVariableHeader.from(packetId)));
    }

    void suback(int packetId, int... codes) {
        send(new MqttSubAckMessage(
                header(MqttMessageType.SUBACK, 0),
                new MqttMessageIdAndPropertiesVariableHeader(packetId, MqttProperties.NO_PROPERTIES),
                new MqttSubAckPayload(codes)));
    }

    void unsuback(int packetId, short... codes) {
        send(new MqttUnsubAckMessage(
                header(MqttMessageType.UNSUBACK, 0),
                new MqttMessageIdAndPropertiesVariableHeader(packetId, MqttProperties.NO_PROPERTIES),
                new MqttUnsubAckPayload(codes)));
    }

    void pingresp() {
        send(new MqttMessage(header(MqttMessageType.PINGRESP, 0)));
    }

    void auth(int reasonCode, MqttProperties properties) {
        send(new MqttMessage(
                header(MqttMessageType.AUTH, 0),
                new MqttReasonCodeAndPropertiesVariableHeader((byte) reasonCode, properties)));
    }

    void disconnect(int reasonCode, MqttProperties properties) {
        send(new MqttMessage(
                header(MqttMessageType.DISCONNECT, 0),
                new MqttReasonCodeAndPropertiesVariableHeader((byte) reasonCode, properties)));
    }

    /** Sends packets in one read. */
    void send(MqttMessage... packets) {
        takeIn();
        ByteBuf all = Unpooled.buffer();
        for (MqttMessage packet : packets) {
            codec.writeOutbound(packet);
            ByteBuf bytes;
            while ((bytes = codec.readOutbound()) != null) {
                all.writeBytes(bytes);
                bytes.release();
            }
        }
        sendBytes(all);
    }

    /** Sends bytes, given as numbers, in one read. */
    void sendRaw(int... values) {
        ByteBuf bytes = Unpooled.buffer();
        for (int value : values) {
            bytes.writeByte(value);
        }
        sendBytes(bytes);
    }

    private void sendBytes(ByteBuf bytes) {
        channel.writeInbound(bytes);
        context.runTasks();
    }

    /** The network connection is gone. */
    void cut() {
        channel.close();
        context.runTasks();
    }

    static MqttFixedHeader header(MqttMessageType type, int qos) {
        return new MqttFixedHeader(type, false, MqttQoS.valueOf(qos), false, 0);
    }
}
