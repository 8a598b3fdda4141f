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

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

import static org.awaitility.Awaitility.await;

/**
 * A broker that does what a test says. Without a script it accepts every CONNECT, SUBSCRIBE, UNSUBSCRIBE and PUBLISH of
 * MQTT 3.1, 3.1.1 and 5.0, answers PINGREQ, and delivers nothing by itself. Everything that arrives is recorded per
 * connection. Scripts apply from the next packet on. Its port stays the same from construction to {@link #close()}.
 * Thread-safe.
 */
public final class ScriptedBroker implements AutoCloseable {

    static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MAXIMUM_PACKET_BYTES = 64 * 1024 * 1024;

    private final int port = Ports.reserve();
    private final @Nullable SSLContext tls;
    private final NioEventLoopGroup eventLoop = new NioEventLoopGroup(1);
    private final DefaultAnswers defaults = new DefaultAnswers();
    private final Map<PacketType, PacketHandler> scripts = new ConcurrentHashMap<>();
    private final List<ScriptedConnection> connections = new CopyOnWriteArrayList<>();
    private @Nullable Channel listener;
    private int awaited;

    private ScriptedBroker(@Nullable SSLContext tls) {
        this.tls = tls;
    }

    /** Listens for MQTT over TCP. */
    public static ScriptedBroker start() {
        return listening(null);
    }

    /** Listens for MQTT over TLS. */
    public static ScriptedBroker startTls(SSLContext context) {
        return listening(context);
    }

    private static ScriptedBroker listening(@Nullable SSLContext context) {
        ScriptedBroker broker = new ScriptedBroker(context);
        broker.listen();
        return broker;
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return port;
    }

    public String uri() {
        return (tls == null ? Scheme.MQTT : Scheme.MQTTS).uri(host(), port);
    }

    /** Listens again after {@link #refuseConnections()}. Does nothing if it listens. */
    public synchronized ScriptedBroker listen() {
        if (listener == null) {
            listener = new ServerBootstrap().group(eventLoop).channel(NioServerSocketChannel.class)
                    .childHandler(new Initializer()).bind(host(), port).syncUninterruptibly().channel();
        }
        return this;
    }

    /** New TCP connections are refused; open ones go on. */
    public synchronized ScriptedBroker refuseConnections() {
        if (listener != null) {
            listener.close().syncUninterruptibly();
            listener = null;
            await().atMost(Duration.ofSeconds(5)).pollInterval(Duration.ofMillis(10)).until(this::isRefusing);
        }
        return this;
    }

    /** A listening socket is gone only when the event loop has selected once more after its close. */
    private boolean isRefusing() {
        try (Socket socket = new Socket(host(), port)) {
            return !socket.isConnected();
        } catch (IOException e) {
            return true;
        }
    }

    /** Handles packets of this type instead of the usual answer. */
    public ScriptedBroker on(PacketType type, PacketHandler handler) {
        scripts.put(type, handler);
        return this;
    }

    /** Handles the next packet of this type; what was in force before applies to those after it. */
    public ScriptedBroker once(PacketType type, PacketHandler handler) {
        PacketHandler before = scripts.getOrDefault(type, defaults);
        return on(type, (connection, packet) -> {
            scripts.put(type, before);
            handler.handle(connection, packet);
        });
    }

    /** Records packets of this type and does not answer. */
    public ScriptedBroker ignore(PacketType type) {
        return on(type, (connection, packet) -> {
        });
    }

    /** Does so on some connections only; the others get the usual answer. */
    public ScriptedBroker ignore(PacketType type, Predicate<ScriptedConnection> where) {
        return on(type, (connection, packet) -> {
            if (!where.test(connection)) {
                connection.answer(packet);
            }
        });
    }

    /** Gives the usual answer to packets of this type, but later. */
    public ScriptedBroker delay(PacketType type, Duration delay) {
        return on(type, (connection, packet) -> connection.schedule(delay, () -> connection.answer(packet)));
    }

    /** Packets of this type get the usual answer again. */
    public ScriptedBroker reset(PacketType type) {
        scripts.remove(type);
        return this;
    }

    /** Answers CONNECT with this code and closes. */
    public ScriptedBroker refuseConnect(int code) {
        return refuseConnect(code, MqttProperties.NO_PROPERTIES);
    }

    /** Answers CONNECT with this code and these properties (for instance a Server Reference), and closes. */
    public ScriptedBroker refuseConnect(int code, MqttProperties properties) {
        return on(PacketType.CONNECT, (connection, packet) -> {
            connection.send(Packets.connAck(code, false, properties));
            connection.close();
        });
    }

    /** Refuses every Topic Filter with this code. */
    public ScriptedBroker refuseSubscribe(int code) {
        return on(PacketType.SUBSCRIBE, (connection, packet) -> connection
                .send(Packets.subAck(packet.packetId(), DefaultAnswers.sameForAll(packet, code))));
    }

    /** Answers PUBLISH of QoS 1 and 2 with this Reason Code. */
    public ScriptedBroker refusePublish(int code) {
        return on(PacketType.PUBLISH, (connection, packet) -> DefaultAnswers.acknowledge(connection, packet, code));
    }

    /** Session Present of the usual CONNACK. */
    public ScriptedBroker sessionPresent(boolean present) {
        defaults.sessionPresent(present);
        return this;
    }

    /** Receive Maximum of the usual CONNACK (MQTT 5). */
    public ScriptedBroker receiveMaximum(int messages) {
        return connAckProperty(0x21, messages);
    }

    /** Maximum Packet Size of the usual CONNACK (MQTT 5). */
    public ScriptedBroker maximumPacketSize(int bytes) {
        return connAckProperty(0x27, bytes);
    }

    /** Server Keep Alive of the usual CONNACK (MQTT 5). */
    public ScriptedBroker serverKeepAlive(int seconds) {
        return connAckProperty(0x13, seconds);
    }

    /** Any property with a number as value of the usual CONNACK, by its identifier. */
    public ScriptedBroker connAckProperty(int identifier, int value) {
        return connAckProperty(new MqttProperties.IntegerProperty(identifier, value));
    }

    /** Any property of the usual CONNACK (MQTT 5). */
    public ScriptedBroker connAckProperty(MqttProperties.MqttProperty<?> property) {
        defaults.connAckProperty(property);
        return this;
    }

    /** All connections so far, closed ones too, in the order of their arrival. */
    public List<ScriptedConnection> connections() {
        return List.copyOf(connections);
    }

    /** Waits up to 10 s for the next connection that no earlier call has returned, and for its CONNECT. */
    public ScriptedConnection awaitConnection() {
        int number;
        synchronized (this) {
            number = ++awaited;
        }
        return awaitConnection(number);
    }

    /** Waits up to 10 s for the n-th connection, from 1, and for its CONNECT. */
    public ScriptedConnection awaitConnection(int number) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        synchronized (connections) {
            while (connections.size() < number) {
                long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (millis <= 0) {
                    throw new AssertionError("No connection number " + number + " within " + TIMEOUT + ", but " + connections);
                }
                waitOn(connections, millis);
            }
        }
        ScriptedConnection connection = connections.get(number - 1);
        connection.await(PacketType.CONNECT, 1);
        return connection;
    }

    static void waitOn(Object monitor, long millis) {
        try {
            monitor.wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a client", e);
        }
    }

    ScriptedConnection connected(Channel channel) {
        synchronized (connections) {
            ScriptedConnection connection = new ScriptedConnection(this, channel, connections.size() + 1);
            connections.add(connection);
            connections.notifyAll();
            return connection;
        }
    }

    void received(ScriptedConnection connection, ReceivedPacket packet) {
        connection.record(packet);
        scripts.getOrDefault(packet.type(), defaults).handle(connection, packet);
    }

    void answer(ScriptedConnection connection, ReceivedPacket packet) {
        defaults.handle(connection, packet);
    }

    /** Ends all connections and the I/O thread. Idempotent. */
    @Override
    public void close() {
        refuseConnections();
        connections.forEach(connection -> {
            if (connection.isOpen()) {
                connection.reset();
            }
        });
        eventLoop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Initializer extends ChannelInitializer<SocketChannel> {

        @Override
        protected void initChannel(SocketChannel channel) {
            if (tls != null) {
                SSLEngine engine = tls.createSSLEngine();
                engine.setUseClientMode(false);
                channel.pipeline().addLast(new SslHandler(engine));
            }
            channel.pipeline().addLast(new MqttDecoder(MAXIMUM_PACKET_BYTES), MqttEncoder.INSTANCE,
                    new ScriptedChannelHandler(ScriptedBroker.this));
        }
    }
}
