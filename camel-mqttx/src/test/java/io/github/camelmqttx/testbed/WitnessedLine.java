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

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** What went over one connection in both directions, for a {@link Witness}. For one thread. */
public final class WitnessedLine {

    /**
     * A packet to the client.
     *
     * @param code Reason Code, 0 if it has none
     * @param key  topic and payload of a PUBLISH, else empty
     */
    record ToClient(PacketType type, int qos, int packetId, int code, boolean duplicate, String key) {
    }

    /** @param after how many packets had been sent to the client, at least, when it sent this one */
    record FromClient(PacketType type, String topic, int qos, int packetId, int after) {
    }

    private static final int LONGEST_HEADER = 5;

    private final Witness witness;
    private final int limitBytes;
    private final List<ToClient> toClient = new ArrayList<>();
    private final List<FromClient> fromClient = new ArrayList<>();
    private final ByteArrayOutputStream incomplete = new ByteArrayOutputStream();
    private int version;
    private int session = -1;
    private int packets;
    private int certain;
    private @Nullable String violation;

    WitnessedLine(Witness witness, int limitBytes) {
        this.witness = witness;
        this.limitBytes = limitBytes;
    }

    /** These bytes reach the client next. */
    public void delivering(byte[] bytes) {
        certain = toClient.size();
        incomplete.writeBytes(bytes);
        byte[] all = incomplete.toByteArray();
        int from = 0;
        while (violation == null) {
            int length = length(all, from);
            if (length < 0 || all.length - from < length) {
                break;
            }
            byte[] packet = new byte[length];
            System.arraycopy(all, from, packet, 0, length);
            from += length;
            take(packet);
        }
        incomplete.reset();
        incomplete.write(all, from, all.length - from);
    }

    /** The length of the packet that begins here, or -1 if its fixed header is not complete. */
    private int length(byte[] bytes, int from) {
        long length = 0;
        for (int i = 1; i < LONGEST_HEADER && from + i < bytes.length; i++) {
            int digit = bytes[from + i] & 0xFF;
            length |= (long) (digit & 0x7F) << 7 * (i - 1);
            if (digit < 0x80) {
                long size = 1 + i + length;
                if (size > limitBytes) {
                    violation = "a packet of " + size + " bytes";
                    return -1;
                }
                return (int) size;
            }
            if (i == LONGEST_HEADER - 1) {
                violation = "a length of more than four bytes";
            }
        }
        return -1;
    }

    private void take(byte[] packet) {
        violation = StrictPackets.violation(version, packet, packets == 0);
        packets++;
        witness.note(this, "to client " + HexFormat.of().formatHex(packet) + (violation == null ? "" : ": " + violation));
        if (violation != null) {
            return;
        }
        PacketType type = PacketType.ofFirstByte(packet[0] & 0xFF);
        PacketReader body = PacketReader.ofBody(packet);
        if (type == PacketType.PUBLISH) {
            int qos = packet[0] >> 1 & 3;
            String topic = body.text();
            int id = qos > 0 ? body.two() : 0;
            if (version == Witness.MQTT_5) {
                StrictProperties.check(type, body);
            }
            note(new ToClient(type, qos, id, 0, (packet[0] & 8) != 0, Witness.key(topic, body.rest())));
        } else if (type.ordinal() >= PacketType.PUBACK.ordinal() && type.ordinal() <= PacketType.PUBCOMP.ordinal()) {
            int id = body.two();
            note(new ToClient(type, 0, id, body.hasMore() ? body.one() : 0, false, ""));
        } else if (type == PacketType.DISCONNECT) {
            violation = "DISCONNECT, after which nothing may come";
        }
    }

    private void note(ToClient packet) {
        witness.note(this, "to client " + packet);
        toClient.add(packet);
        witness.delivered(this, packet);
    }

    /** The client has sent this. */
    public void sent(ReceivedPacket packet) {
        if (packet.type() == PacketType.CONNECT) {
            version = packet.as(io.netty.handler.codec.mqtt.MqttConnectMessage.class).variableHeader().version();
        }
        boolean publish = packet.type() == PacketType.PUBLISH;
        FromClient sent = new FromClient(
                packet.type(), publish ? packet.topic() : "", publish ? packet.qos() : 0, packet.packetId(), certain);
        witness.note(this, "from client " + packet + " " + sent);
        fromClient.add(sent);
        witness.sent(this, sent);
    }

    /** The client has taken the CONNACK for a success. */
    public void accepted(boolean sessionPresent) {
        session = witness.session(sessionPresent);
        witness.note(this, "is established, session " + session);
    }

    /** What the server has sent that it must not send, or that ends the connection anyway; null if nothing. */
    public @Nullable String violation() {
        return violation;
    }

    /** Whether a packet, or the first one, has come in part only. */
    public boolean isFirstIncomplete() {
        return packets == 0;
    }

    boolean tellsSessionPresent() {
        return version > 3;
    }

    int session() {
        return session;
    }

    List<ToClient> toClient() {
        return toClient;
    }

    List<FromClient> fromClient() {
        return fromClient;
    }

    long countToClient(PacketType type, int qos, int packetId) {
        return toClient.stream().filter(one -> one.type() == type && one.qos() == qos && one.packetId() == packetId).count();
    }

    long countFromClient(PacketType type, int packetId) {
        return fromClient.stream().filter(one -> one.type() == type && one.packetId() == packetId).count();
    }
}
