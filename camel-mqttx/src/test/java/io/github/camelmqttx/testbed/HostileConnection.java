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
package io.github.camelmqttx.testbed;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;

/** One connection to a {@link HostileBroker}: which answer, right or wrong, follows which packet. For one thread. */
public final class HostileConnection {

    private static final int HIGHEST_CODE = 256;

    private final HostileBroker broker;
    private final FaultyWire wire;
    private final double lies;
    private final RandomGenerator random;
    private int version = 4;
    private boolean established;
    private boolean ended;

    HostileConnection(HostileBroker broker, HostileLink link, HostileBroker.Manners manners, RandomGenerator random) {
        this.broker = broker;
        this.random = random;
        this.lies = manners.lies();
        this.wire = new FaultyWire(link, random, manners.weather());
    }

    /** A packet from the client. */
    public void received(ReceivedPacket packet) {
        if (ended) {
            return;
        }
        int id = packet.packetId();
        switch (packet.type()) {
            case CONNECT -> connect(packet.as(MqttConnectMessage.class));
            case SUBSCRIBE -> subscribe(id, packet.as(MqttSubscribeMessage.class));
            case UNSUBSCRIBE -> wire.send(RawPackets.unsubAck(
                    version, id, new int[packet.as(MqttUnsubscribeMessage.class).payload().topics().size()]));
            case PUBLISH -> publish(packet);
            case PUBREL -> {
                broker.released(id);
                reply(PacketType.PUBCOMP, id);
            }
            case PUBACK -> broker.completed(id, false);
            case PUBREC -> {
                broker.received(id);
                reply(PacketType.PUBREL, id);
            }
            case PUBCOMP -> broker.completed(id, true);
            case PINGREQ -> {
                if (!lie()) {
                    wire.send(RawPackets.pingResp());
                }
            }
            default -> close();
        }
    }

    /** The network connection is gone. */
    public void ended() {
        ended = true;
        established = false;
        broker.gone(this);
    }

    boolean isEstablished() {
        return established;
    }

    void close() {
        wire.close();
    }

    void deliver(HostileBroker.Outgoing message, boolean again) {
        if (message.released) {
            reply(PacketType.PUBREL, message.packetId);
        } else {
            wire.send(RawPackets.publish(
                    version, message.qos << 1 | (again ? 8 : 0), message.topic, message.packetId, message.payload));
        }
    }

    /** Sends something that it must not send, or that makes no sense. */
    void misbehave() {
        List<ForbiddenPacket> forbidden = ForbiddenPacket.of(version);
        int id = random.nextInt(1, 12);
        switch (random.nextInt(8)) {
            case 0 -> wire.send(RawPackets.reply(version, PacketType.PUBREL, id, anyCode()));
            case 1 -> wire.send(RawPackets.reply(version, anyReply(), random.nextInt(1, 65_536), 0));
            case 2 -> wire.send(RawPackets.reply(version, anyReply(), id, anyCode()));
            case 3 -> wire.send(RawPackets.publish(
                    version, random.nextInt(16) & 0x0B | random.nextInt(1, 3) << 1, "in/odd", id,
                    text("odd" + random.nextInt(50))));
            case 4 -> wire.send(version == 5
                    ? RawPackets.publish(version, 2, "in/id", id, text("unknown"), RawPackets.bytes(0x0B, 99))
                    : RawPackets.pingResp());
            case 5 -> {
                wire.send(version == 5 ? RawPackets.disconnect(anyCode()) : RawPackets.pingResp());
                wire.close();
            }
            default -> wire.send(forbidden.get(random.nextInt(forbidden.size())).content());
        }
    }

    private void connect(MqttConnectMessage packet) {
        version = packet.variableHeader().version();
        boolean cleanStart = packet.variableHeader().isCleanSession();
        if (lie()) {
            badConnack();
            return;
        }
        boolean present = broker.connect(cleanStart);
        wire.send(RawPackets.connAck(version, 0, present));
        established = true;
        if (present) {
            broker.resume(this);
        }
    }

    private void badConnack() {
        byte[] accepted = RawPackets.connAck(version, 0, false);
        switch (random.nextInt(7)) {
            case 0 -> {
                wire.send(RawPackets.connAck(version, anyCode(), false));
                wire.close();
            }
            case 1 -> wire.send(RawPackets.publish(version, 2, "in/early", 1, text("early")));
            case 2 -> wire.send(RawPackets.auth(0x18));
            case 3 -> wire.send(RawPackets.connAck(version, 0, false, RawPackets.bytes(0x21, 0, 0)));
            case 4 -> wire.send(RawPackets.join(accepted, accepted));
            case 5 -> wire.send(RawPackets.packet(0x20, RawPackets.bytes(2, 0), RawPackets.properties(version)));
            default -> wire.send(RawPackets.pingResp());
        }
    }

    private void subscribe(int id, MqttSubscribeMessage packet) {
        int count = packet.payload().topicSubscriptions().size();
        int[] codes = new int[count];
        for (int i = 0; i < count; i++) {
            codes[i] = packet.payload().topicSubscriptions().get(i).option().qos().value();
        }
        if (lie()) {
            switch (random.nextInt(4)) {
                case 0 -> codes[0] = anyCode();
                case 1 -> codes = new int[count + 1];
                case 2 -> codes = new int[0];
                default -> {
                    return;
                }
            }
        }
        wire.send(RawPackets.subAck(version, id, codes));
        broker.subscribed();
    }

    private void publish(ReceivedPacket packet) {
        broker.accept(packet.topic(), packet.qos(), packet.packetId());
        if (packet.qos() > 0) {
            reply(packet.qos() == 1 ? PacketType.PUBACK : PacketType.PUBREC, packet.packetId());
        }
    }

    private void reply(PacketType type, int id) {
        if (!lie()) {
            wire.send(RawPackets.reply(version, type, id, 0));
            return;
        }
        switch (random.nextInt(5)) {
            case 0 -> {
                wire.send(RawPackets.reply(version, type, id, 0));
                wire.send(RawPackets.reply(version, type, id, 0));
            }
            case 1 -> wire.send(RawPackets.reply(version, type, id % 65_535 + 1, 0));
            case 2 -> wire.send(RawPackets.reply(version, anyReply(), id, 0));
            case 3 -> wire.send(RawPackets.reply(version, type, id, anyCode()));
            default -> {
                // withheld
            }
        }
    }

    private PacketType anyReply() {
        return switch (random.nextInt(4)) {
            case 0 -> PacketType.PUBACK;
            case 1 -> PacketType.PUBREC;
            case 2 -> PacketType.PUBREL;
            default -> PacketType.PUBCOMP;
        };
    }

    private int anyCode() {
        return random.nextInt(HIGHEST_CODE);
    }

    private boolean lie() {
        return lies > 0 && random.nextDouble() < lies;
    }

    private static byte[] text(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
