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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads along on all connections of one client and judges, from the bytes alone, whether the client may claim what it
 * claims: that a publish is complete, that a message was delivered. It knows the specification, not the client. For one
 * thread.
 */
public final class Witness {

    static final int MQTT_5 = 5;
    private static final int NO_MATCHING_SUBSCRIBERS = 0x10;
    private static final int PACKET_IDENTIFIER_NOT_FOUND = 0x92;

    /**
     * A QoS 2 message from its first PUBLISH to PUBREL. Where the server does not tell whether it has the session (MQTT
     * 3.1), a PUBLISH without DUP on a new connection begins another one.
     */
    private static final class Cycle {
        private WitnessedLine line;
        private final String key;
        private boolean received;

        Cycle(WitnessedLine line, String key) {
            this.line = line;
            this.key = key;
        }
    }

    private final int limitBytes;
    private final List<WitnessedLine> lines = new ArrayList<>();
    private final List<String> findings = new ArrayList<>();
    private final Set<String> completed = new HashSet<>();
    private final Map<Integer, Cycle> cycles = new HashMap<>();
    private final Map<Integer, Integer> begun = new HashMap<>();
    private final Map<Integer, Integer> handed = new HashMap<>();
    private final List<String> history = new ArrayList<>();
    private int session;

    /** @param limitBytes the largest packet that the client takes */
    public Witness(int limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** What stands for a message of a broker. */
    public static String key(String topic, byte[] payload) {
        return topic + "|" + Arrays.toString(payload);
    }

    /** A connection begins. */
    public WitnessedLine line() {
        WitnessedLine line = new WitnessedLine(this, limitBytes);
        lines.add(line);
        return line;
    }

    /** What the client has done wrong so far. */
    public List<String> findings() {
        return List.copyOf(findings);
    }

    /** Everything that went over the connections and came out of the client, in order. */
    public List<String> history() {
        return List.copyOf(history);
    }

    /** The client has handed a message to the application. */
    public void handed(int qos, int packetId) {
        history.add("handed to the application: QoS " + qos + " id " + packetId);
        if (qos == 2) {
            int times = handed.merge(packetId, 1, Integer::sum);
            if (times > begun.getOrDefault(packetId, 0)) {
                findings.add("QoS 2 message with Packet Identifier " + packetId + " was delivered twice");
            }
        }
    }

    /** The application has finished with a message. */
    public void completed(String key) {
        history.add("the application has finished with " + key);
        completed.add(key);
    }

    /** Whether the broker has really accepted a publish, to the topic that only this one has. */
    public boolean isEarned(String topic, int qos) {
        for (int i = 0; i < lines.size(); i++) {
            for (WitnessedLine.FromClient sent : lines.get(i).fromClient()) {
                if (sent.type() == PacketType.PUBLISH && sent.topic().equals(topic)
                        && (qos == 1 ? isAcknowledged(i, sent) : isReceived(i, sent))) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isAcknowledged(int line, WitnessedLine.FromClient sent) {
        return find(line, PacketType.PUBACK, sent.packetId(), sent.after(), false) >= 0;
    }

    private boolean isReceived(int line, WitnessedLine.FromClient sent) {
        int pubrec = find(line, PacketType.PUBREC, sent.packetId(), sent.after(), false);
        if (pubrec < 0) {
            return false;
        }
        WitnessedLine first = lines.get(line);
        boolean repeated = lines.subList(0, line).stream().anyMatch(
                earlier -> earlier.session() == first.session()
                        && earlier.countFromClient(PacketType.PUBLISH, sent.packetId()) > 0);
        if (find(line, PacketType.PUBCOMP, sent.packetId(), pubrec, repeated) >= 0) {
            return true;
        }
        for (int i = line + 1; i < lines.size() && lines.get(i).session() <= first.session(); i++) {
            if (lines.get(i).session() == first.session()
                    && find(i, PacketType.PUBCOMP, sent.packetId(), 0, true) >= 0) {
                return true;
            }
        }
        return false;
    }

    private int find(int line, PacketType type, int packetId, int from, boolean repeated) {
        List<WitnessedLine.ToClient> packets = lines.get(line).toClient();
        for (int i = from; i < packets.size(); i++) {
            WitnessedLine.ToClient packet = packets.get(i);
            boolean success = packet.code() == 0
                    || packet.code() == NO_MATCHING_SUBSCRIBERS && type != PacketType.PUBCOMP
                    || packet.code() == PACKET_IDENTIFIER_NOT_FOUND && type == PacketType.PUBCOMP && repeated;
            if (packet.type() == type && packet.packetId() == packetId && success) {
                return i;
            }
        }
        return -1;
    }

    void note(WitnessedLine line, String what) {
        history.add("connection " + (lines.indexOf(line) + 1) + " " + what);
    }

    int session(boolean present) {
        if (!present) {
            session++;
            cycles.clear();
        }
        return session;
    }

    void delivered(WitnessedLine line, WitnessedLine.ToClient packet) {
        int id = packet.packetId();
        boolean otherUse = packet.type() == PacketType.PUBLISH && packet.qos() == 1;
        if (packet.type() == PacketType.PUBREL || otherUse) {
            cycles.remove(id);
        } else if (packet.type() == PacketType.PUBLISH && packet.qos() == 2) {
            Cycle cycle = cycles.get(id);
            boolean same = cycle != null
                    && (cycle.line == line || cycle.received && line.tellsSessionPresent()
                            || packet.duplicate() && packet.key().equals(cycle.key));
            if (same) {
                cycle.line = line;
            } else {
                cycles.put(id, new Cycle(line, packet.key()));
                begun.merge(id, 1, Integer::sum);
            }
        }
    }

    void sent(WitnessedLine line, WitnessedLine.FromClient packet) {
        int id = packet.packetId();
        switch (packet.type()) {
            case PUBACK -> acknowledged(line, PacketType.PUBACK, id, 1);
            case PUBREC -> {
                acknowledged(line, PacketType.PUBREC, id, 2);
                Cycle cycle = cycles.get(id);
                if (cycle != null) {
                    cycle.received = true;
                }
            }
            case PUBCOMP -> {
                if (line.countFromClient(PacketType.PUBCOMP, id) > line.countToClient(PacketType.PUBREL, 0, id)) {
                    findings.add("PUBCOMP " + id + " without PUBREL on this connection");
                }
            }
            default -> {
            }
        }
    }

    private void acknowledged(WitnessedLine line, PacketType type, int id, int qos) {
        if (line.countFromClient(type, id) > line.countToClient(PacketType.PUBLISH, qos, id)) {
            findings.add(type + " " + id + " for a message that this connection did not deliver");
        }
        boolean done = lines.stream().filter(one -> one == line || qos == 2 && one.session() == line.session())
                .flatMap(one -> one.toClient().stream())
                .anyMatch(one -> one.type() == PacketType.PUBLISH && one.qos() == qos && one.packetId() == id
                        && completed.contains(one.key()));
        if (!done) {
            findings.add(type + " " + id + " before the application had finished with the message");
        }
    }
}
