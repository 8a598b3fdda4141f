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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/**
 * A broker of MQTT 3.1, 3.1.1 and 5.0 for one client, with a session that it keeps, whose bytes pass through a
 * {@link FaultyWire} and which gives wrong answers and sends forbidden packets as a seeded random generator says. With
 * {@link Manners#GOOD} it is a correct broker. It does no I/O: whoever has the bytes makes the {@link HostileLink}. For
 * one thread.
 */
public final class HostileBroker {

    /**
     * How it behaves.
     *
     * @param lies       probability of a wrong answer in place of each right one, or beside it
     * @param forgetting probability that a session it has is unknown at the next CONNECT
     */
    public record Manners(FaultyWire.Weather weather, double lies, double forgetting) {

        /** A correct broker on a good network. */
        public static final Manners GOOD = new Manners(FaultyWire.Weather.CALM, 0, 0);
    }

    /** A message to the client that is not complete. */
    static final class Outgoing {
        final String topic;
        final byte[] payload;
        final int qos;
        int packetId;
        boolean released;

        Outgoing(String topic, byte[] payload, int qos) {
            this.topic = topic;
            this.payload = payload;
            this.qos = qos;
        }
    }

    private static final int IDENTIFIERS = 60;

    private final RandomGenerator random;
    private final Map<Integer, Outgoing> unacknowledged = new LinkedHashMap<>();
    private final List<Outgoing> queue = new ArrayList<>();
    private final Set<Integer> unreleased = new HashSet<>();
    private final List<String> published = new ArrayList<>();
    private final List<String> acknowledged = new ArrayList<>();
    private Manners manners = Manners.GOOD;
    private @Nullable HostileConnection current;
    private boolean sessionKept;
    private boolean subscribed;
    private int lastId;

    public HostileBroker(RandomGenerator random) {
        this.random = random;
    }

    /** From the next connection on. */
    public void manners(Manners value) {
        manners = value;
    }

    /** A client has connected; the one before is gone. */
    public HostileConnection accept(HostileLink link) {
        HostileConnection connection = new HostileConnection(this, link, manners, random);
        current = connection;
        return connection;
    }

    /**
     * Has a message for the client: sent when there is a connection and a subscription; QoS 0 is not kept for later.
     */
    public void publish(String topic, String payload, int qos) {
        Outgoing message = new Outgoing(topic, payload.getBytes(StandardCharsets.UTF_8), qos);
        if (isReady() || qos > 0) {
            queue.add(message);
        }
        sendQueue();
    }

    /** Sends what must not be sent, or nothing if there is no connection. */
    public void misbehave() {
        HostileConnection connection = current;
        if (connection != null) {
            connection.misbehave();
        }
    }

    /** The current connection ends, if there is one. */
    public void cut() {
        HostileConnection connection = current;
        if (connection != null) {
            connection.close();
        }
    }

    /** Topics of the messages of QoS 1 and 2 that the client has published, in the order of their first acceptance. */
    public List<String> published() {
        return List.copyOf(published);
    }

    /** Topics of the messages of QoS 1 and 2 whose delivery the client has acknowledged. */
    public List<String> acknowledged() {
        return List.copyOf(acknowledged);
    }

    /** @return whether there was a session */
    boolean connect(boolean cleanStart) {
        boolean present = sessionKept && !cleanStart && random.nextDouble() >= manners.forgetting();
        if (!present) {
            unacknowledged.values().forEach(message -> message.packetId = 0);
            queue.addAll(0, unacknowledged.values());
            unacknowledged.clear();
            unreleased.clear();
            subscribed = false;
        }
        sessionKept = true;
        return present;
    }

    void subscribed() {
        subscribed = true;
        sendQueue();
    }

    /** The session goes on: what is incomplete is sent again, with DUP or as PUBREL. */
    void resume(HostileConnection connection) {
        for (Outgoing message : List.copyOf(unacknowledged.values())) {
            connection.deliver(message, true);
        }
        sendQueue();
    }

    private boolean isReady() {
        HostileConnection connection = current;
        return subscribed && connection != null && connection.isEstablished();
    }

    private void sendQueue() {
        HostileConnection connection = current;
        Iterator<Outgoing> waiting = queue.iterator();
        while (connection != null && isReady() && waiting.hasNext() && unacknowledged.size() < IDENTIFIERS / 2) {
            Outgoing message = waiting.next();
            waiting.remove();
            if (message.qos > 0) {
                message.packetId = freeId();
                message.released = false;
                unacknowledged.put(message.packetId, message);
            }
            connection.deliver(message, false);
        }
    }

    private int freeId() {
        do {
            lastId = lastId % IDENTIFIERS + 1;
        } while (unacknowledged.containsKey(lastId));
        return lastId;
    }

    /** @return whether it is a new message, not the repetition of a QoS 2 one */
    boolean accept(String topic, int qos, int packetId) {
        if (qos == 2 && !unreleased.add(packetId)) {
            return false;
        }
        if (qos > 0) {
            published.add(topic);
        }
        return true;
    }

    void released(int packetId) {
        unreleased.remove(packetId);
    }

    /** The client has sent PUBACK, or PUBREC with an error, or PUBCOMP. */
    void completed(int packetId, boolean qos2) {
        Outgoing message = unacknowledged.get(packetId);
        if (message != null && message.qos == (qos2 ? 2 : 1)) {
            unacknowledged.remove(packetId);
            acknowledged.add(message.topic);
            sendQueue();
        }
    }

    void received(int packetId) {
        Outgoing message = unacknowledged.get(packetId);
        if (message != null && message.qos == 2) {
            message.released = true;
        }
    }

    void gone(HostileConnection connection) {
        if (current == connection) {
            current = null;
        }
    }
}
