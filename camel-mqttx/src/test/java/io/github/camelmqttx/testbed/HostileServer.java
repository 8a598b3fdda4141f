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

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/** A {@link HostileBroker} on a loopback socket, behind a {@link ScriptedBroker}. Thread-safe. */
public final class HostileServer implements AutoCloseable {

    private static final Set<PacketType> FROM_CLIENTS = EnumSet.of(
            PacketType.CONNECT, PacketType.PUBLISH, PacketType.PUBACK, PacketType.PUBREC, PacketType.PUBREL,
            PacketType.PUBCOMP, PacketType.SUBSCRIBE, PacketType.UNSUBSCRIBE, PacketType.PINGREQ, PacketType.DISCONNECT);

    private final ScriptedBroker server = ScriptedBroker.start();
    private final HostileBroker broker;
    private @Nullable ScriptedConnection line;
    private @Nullable HostileConnection current;

    public HostileServer(HostileBroker broker) {
        this.broker = broker;
        FROM_CLIENTS.forEach(type -> server.on(type, this::received));
    }

    public String uri() {
        return server.uri();
    }

    /** How many connections there have been. */
    public int connections() {
        return server.connections().size();
    }

    /** Does something with the broker while no packet is being handled. */
    public synchronized void with(Consumer<HostileBroker> task) {
        task.accept(broker);
    }

    private synchronized void received(ScriptedConnection connection, ReceivedPacket packet) {
        if (packet.type() == PacketType.CONNECT) {
            HostileConnection before = current;
            if (before != null) {
                before.ended();
            }
            line = connection;
            current = broker.accept(new Link(connection));
        }
        HostileConnection receiver = current;
        if (line == connection && receiver != null) {
            receiver.received(packet);
        }
    }

    private synchronized void runIfCurrent(ScriptedConnection connection, Runnable task) {
        if (line == connection && connection.isOpen()) {
            task.run();
        }
    }

    @Override
    public void close() {
        server.close();
    }

    private final class Link implements HostileLink {

        private final ScriptedConnection connection;

        Link(ScriptedConnection connection) {
            this.connection = connection;
        }

        @Override
        public void write(byte[] bytes) {
            connection.sendBytes(bytes);
        }

        @Override
        public void close() {
            connection.close();
        }

        @Override
        public void later(Duration delay, Runnable task) {
            connection.schedule(delay, () -> runIfCurrent(connection, task));
        }
    }
}
