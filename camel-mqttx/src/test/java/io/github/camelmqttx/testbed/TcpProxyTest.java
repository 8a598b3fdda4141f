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
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(30)
class TcpProxyTest {

    private static final String CONNECT = "100c00044d5154540402003c0000";
    private static final String PUBACK_1 = "40020001";
    private static final String PUBACK_2 = "40020002";
    private static final String PINGREQ = "c000";

    private ServerSocket target;
    private TcpProxy proxy;

    @BeforeEach
    void open() throws IOException {
        target = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        target.setSoTimeout(10_000);
        proxy = TcpProxy.to("127.0.0.1", target.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        target.close();
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("tcp-proxy-")));
    }

    private Socket client() throws IOException {
        Socket socket = new Socket(proxy.host(), proxy.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private Socket broker() throws IOException {
        Socket socket = target.accept();
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void send(Socket socket, String... hex) throws IOException {
        socket.getOutputStream().write(HexFormat.of().parseHex(String.join("", hex)));
    }

    private static String receive(Socket socket, int bytes) throws IOException {
        return HexFormat.of().formatHex(socket.getInputStream().readNBytes(bytes));
    }

    private static String receiveAll(Socket socket) throws IOException {
        return HexFormat.of().formatHex(socket.getInputStream().readAllBytes());
    }

    @Test
    void noFault_bothDirections_forwardsAndPropagatesEnd() throws IOException {
        try (Socket client = client(); Socket broker = broker()) {
            send(client, CONNECT);
            assertThat(receive(broker, 14)).isEqualTo(CONNECT);
            send(broker, "20020000");
            assertThat(receive(client, 4)).isEqualTo("20020000");
            assertThat(proxy.acceptedConnections()).isEqualTo(1);
            client.close();
            assertThat(broker.getInputStream().read()).isEqualTo(-1);
        }
        await().until(() -> proxy.openConnections() == 0);
    }

    @Test
    void largeTransfer_cutIntoManyChunks_arrivesIntact() throws Exception {
        byte[] packet = new byte[4 + 131_072];
        for (int i = 4; i < packet.length; i++) {
            packet[i] = (byte) i;
        }
        System.arraycopy(HexFormat.of().parseHex("30808008"), 0, packet, 0, 4);
        PacketFault fault = proxy.inject(PacketFault.drop(Direction.TO_BROKER, PacketType.PUBLISH, 2));
        try (Socket client = client(); Socket broker = broker()) {
            Thread sender = new Thread(() -> {
                try {
                    for (int i = 0; i < 3; i++) {
                        client.getOutputStream().write(packet);
                    }
                    client.shutdownOutput();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            sender.start();
            byte[] received = broker.getInputStream().readAllBytes();
            assertThat(received).hasSize(2 * packet.length);
            assertThat(Arrays.copyOf(received, packet.length)).isEqualTo(packet);
            assertThat(Arrays.copyOfRange(received, packet.length, received.length)).isEqualTo(packet);
            assertThat(fault.hasHappened()).isTrue();
            sender.join();
        }
    }

    @Test
    void latency_oneDirection_delaysOnlyThatDirection() throws IOException {
        proxy.latency(Direction.TO_BROKER, Duration.ofMillis(300));
        try (Socket client = client(); Socket broker = broker()) {
            long start = System.nanoTime();
            send(broker, "20020000");
            receive(client, 4);
            long back = System.nanoTime() - start;
            start = System.nanoTime();
            send(client, PINGREQ);
            receive(broker, 2);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
            assertThat(Duration.ofNanos(back)).isLessThan(Duration.ofMillis(300));
        }
    }

    @Test
    void throttle_oneDirection_boundsThroughput() throws IOException {
        proxy.throttle(Direction.TO_CLIENT, 20_000);
        try (Socket client = client(); Socket broker = broker()) {
            long start = System.nanoTime();
            broker.getOutputStream().write(new byte[10_000]);
            receive(client, 10_000);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(450));
        }
    }

    @Test
    void blackHole_oneDirection_holdsUntilHealedAndOtherDirectionGoesOn() throws IOException {
        try (Socket client = client(); Socket broker = broker()) {
            proxy.blackHole(Direction.TO_CLIENT);
            send(broker, PUBACK_1);
            send(client, PINGREQ);
            assertThat(receive(broker, 2)).isEqualTo(PINGREQ);
            client.setSoTimeout(300);
            assertThatThrownBy(() -> receive(client, 1)).isInstanceOf(SocketTimeoutException.class);
            assertThat(proxy.openConnections()).isEqualTo(1);
            proxy.heal();
            client.setSoTimeout(10_000);
            assertThat(receive(client, 4)).isEqualTo(PUBACK_1);
        }
    }

    @Test
    void resetAll_openConnection_bothSidesGetReset() throws IOException {
        try (Socket client = client(); Socket broker = broker()) {
            send(client, PINGREQ);
            receive(broker, 2);
            proxy.resetAll();
            assertThatThrownBy(() -> receive(client, 1)).isInstanceOf(SocketException.class);
            assertThatThrownBy(() -> receive(broker, 1)).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void downAndUp_samePort_refusesInBetween() throws IOException {
        try (Socket client = client(); Socket broker = broker()) {
            send(client, PINGREQ);
            receive(broker, 2);
            proxy.down();
            assertThatThrownBy(() -> receive(client, 1)).isInstanceOf(SocketException.class);
            assertThatThrownBy(this::client).isInstanceOf(ConnectException.class);
        }
        proxy.up();
        try (Socket client = client(); Socket broker = broker()) {
            send(client, PINGREQ);
            assertThat(receive(broker, 2)).isEqualTo(PINGREQ);
        }
    }

    @Test
    void targetDown_connect_clientIsReset() throws IOException {
        target.close();
        try (Socket client = client()) {
            assertThatThrownBy(() -> {
                if (client.getInputStream().read() < 0) {
                    throw new SocketException("closed");
                }
            }).isInstanceOf(SocketException.class);
        }
        await().until(() -> proxy.openConnections() == 0);
    }

    @Test
    void cutAfterBytes_inTheMiddleOfAPacket_receiverGetsExactlyThoseBytes() throws IOException {
        proxy.cutAfterBytes(Direction.TO_BROKER, 5);
        try (Socket client = client(); Socket broker = broker()) {
            send(client, CONNECT);
            assertThat(receiveAll(broker)).isEqualTo(CONNECT.substring(0, 10));
            assertThatThrownBy(() -> receive(client, 1)).isInstanceOf(SocketException.class);
        }
        try (Socket client = client(); Socket broker = broker()) {
            send(client, CONNECT);
            assertThat(receive(broker, 14)).isEqualTo(CONNECT);
        }
    }

    @Test
    void cutBefore_secondPuback_receiverGetsOnlyTheFirst() throws IOException {
        PacketFault fault = proxy.inject(PacketFault.cutBefore(Direction.TO_BROKER, PacketType.PUBACK, 2));
        try (Socket client = client(); Socket broker = broker()) {
            send(client, CONNECT, PUBACK_1, PINGREQ);
            assertThat(receive(broker, 20)).isEqualTo(CONNECT + PUBACK_1 + PINGREQ);
            assertThat(fault.hasHappened()).isFalse();
            send(client, PUBACK_2, PINGREQ);
            assertThat(receiveAll(broker)).isEmpty();
            assertThatThrownBy(() -> receive(client, 1)).isInstanceOf(SocketException.class);
            assertThat(fault.hasHappened()).isTrue();
        }
    }

    @Test
    void cutAfter_secondPuback_receiverGetsItAndNothingElse() throws IOException {
        proxy.inject(PacketFault.cutAfter(Direction.TO_BROKER, PacketType.PUBACK, 2));
        try (Socket client = client(); Socket broker = broker()) {
            send(client, CONNECT, PUBACK_1, PUBACK_2, PINGREQ);
            assertThat(receiveAll(broker)).isEqualTo(CONNECT + PUBACK_1 + PUBACK_2);
            assertThatThrownBy(() -> receive(client, 1)).isInstanceOf(SocketException.class);
        }
        await().until(() -> proxy.openConnections() == 0);
    }

    @Test
    void drop_splitOverWrites_onlyThatPacketDisappears() throws IOException {
        proxy.inject(PacketFault.drop(Direction.TO_CLIENT, PacketType.PUBACK, 1));
        try (Socket client = client(); Socket broker = broker()) {
            send(broker, "20020000", PUBACK_1.substring(0, 2));
            assertThat(receive(client, 4)).isEqualTo("20020000");
            send(broker, PUBACK_1.substring(2), PUBACK_2);
            assertThat(receive(client, 4)).isEqualTo(PUBACK_2);
        }
    }
}
