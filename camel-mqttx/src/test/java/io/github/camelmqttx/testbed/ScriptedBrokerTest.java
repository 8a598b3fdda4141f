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
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class ScriptedBrokerTest {

    private static final String CONNECT_5 = "100d00044d5154540502003c000000";
    private static final String CONNECT_3_1_1 = "100c00044d5154540402003c0000";
    private static final String CONNECT_3_1 = "100f00064d51497364700302003c000161";
    private static final String PUBLISH_QOS_1 = "3206000161000770";

    private ScriptedBroker broker;

    @BeforeEach
    void open() {
        broker = ScriptedBroker.start();
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private Socket raw(String connect, String connAck) throws IOException {
        Socket socket = new Socket(broker.host(), broker.port());
        socket.setSoTimeout(10_000);
        send(socket, connect);
        assertThat(receive(socket, connAck.length() / 2)).isEqualTo(connAck);
        return socket;
    }

    private static void send(Socket socket, String hex) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(HexFormat.of().parseHex(hex));
    }

    private static String receive(Socket socket, int bytes) throws IOException {
        return HexFormat.of().formatHex(socket.getInputStream().readNBytes(bytes));
    }

    @ParameterizedTest
    @ValueSource(ints = { 3, 4, 5 })
    void noScript_everyVersion_answersSensibly(int version) {
        try (MqttProbe probe = MqttProbe.connect(broker.uri(), ProbeOptions.transientSession().withVersion(version))) {
            assertThat(probe.isSessionPresent()).isFalse();
            assertThat(probe.subscribe("a/#", 2)).isEqualTo(2);
            for (int qos = 0; qos <= 2; qos++) {
                probe.publish("a/b", "qos " + qos, qos);
            }
            probe.unsubscribe("a/#");
        }
        ScriptedConnection connection = broker.awaitConnection();
        assertThat(connection.version()).isEqualTo(version);
        connection.await(PacketType.DISCONNECT);
        assertThat(connection.received()).extracting(ReceivedPacket::type).containsSubsequence(PacketType.CONNECT,
                PacketType.SUBSCRIBE, PacketType.PUBLISH, PacketType.PUBLISH, PacketType.PUBLISH, PacketType.PUBREL,
                PacketType.UNSUBSCRIBE, PacketType.DISCONNECT);
        assertThat(connection.received(PacketType.PUBLISH)).extracting(ReceivedPacket::text).containsExactly("qos 0", "qos 1",
                "qos 2");
        assertThat(connection.received(PacketType.SUBSCRIBE).get(0).as(MqttSubscribeMessage.class).payload()
                .topicSubscriptions().get(0).topicFilter()).isEqualTo("a/#");
        await().until(() -> !connection.isOpen());
        assertThat(connection.failure()).isNull();
    }

    @Test
    void connAckProperties_set_areOnTheWire() throws IOException {
        broker.sessionPresent(true).receiveMaximum(5).maximumPacketSize(1_000).serverKeepAlive(7);
        try (Socket socket = raw(CONNECT_5, "200e01000b")) {
            assertThat(receive(socket, 11)).contains("210005").contains("27000003e8").contains("130007");
        }
        raw(CONNECT_3_1_1, "20020100").close();
        raw(CONNECT_3_1, "20020100").close();
    }

    @Test
    void refuse_connectSubscribePublish_codesAreOnTheWire() throws IOException {
        broker.refuseSubscribe(0x87).refusePublish(0x97);
        try (Socket socket = raw(CONNECT_5, "2003000000")) {
            send(socket, "820b000a00000162010001" + "6301");
            assertThat(receive(socket, 7)).isEqualTo("9005000a008787");
            send(socket, "320700016100070070");
            assertThat(receive(socket, 6)).isEqualTo("400400079700");
        }
        broker.refuseConnect(0x9C, serverReference());
        try (Socket socket = raw(CONNECT_5, "2007009c041c000162")) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    private static MqttProperties serverReference() {
        MqttProperties properties = new MqttProperties();
        properties.add(new MqttProperties.StringProperty(0x1C, "b"));
        return properties;
    }

    @Test
    void ignore_publishOnFirstConnection_withholdsAnswerThereOnly() throws IOException {
        broker.ignore(PacketType.PUBLISH, connection -> connection.number() == 1);
        try (Socket first = raw(CONNECT_3_1_1, "20020000"); Socket second = raw(CONNECT_3_1_1, "20020000")) {
            send(first, PUBLISH_QOS_1);
            ScriptedConnection connection = broker.awaitConnection(1);
            ReceivedPacket publish = connection.await(PacketType.PUBLISH);
            assertThat(publish.packetId()).isEqualTo(7);
            send(second, PUBLISH_QOS_1);
            assertThat(receive(second, 4)).isEqualTo("40020007");
            connection.answer(publish);
            assertThat(receive(first, 4)).isEqualTo("40020007");
        }
    }

    @Test
    void once_thenUsual_onlyTheFirstPacketIsHandled() throws IOException {
        broker.once(PacketType.PINGREQ, (connection, packet) -> connection.sendBytes(new byte[] { 0x40, 0x02, 0, 9 }));
        try (Socket socket = raw(CONNECT_3_1_1, "20020000")) {
            send(socket, "c000c000");
            assertThat(receive(socket, 6)).isEqualTo("40020009d000");
        }
    }

    @Test
    void delay_pingreq_answersLater() throws IOException {
        broker.delay(PacketType.PINGREQ, Duration.ofMillis(300));
        try (Socket socket = raw(CONNECT_3_1_1, "20020000")) {
            long start = System.nanoTime();
            send(socket, "c000");
            receive(socket, 2);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        }
    }

    @Test
    void send_publishDuplicateDisconnect_clientGetsThemAsWritten() throws IOException {
        try (Socket socket = raw(CONNECT_5, "2003000000")) {
            ScriptedConnection connection = broker.awaitConnection();
            connection.send(Packets.publish("t", "x", 1, 3), Packets.duplicate("t", "x", 2, 4));
            assertThat(receive(socket, 18)).isEqualTo("320700017400030078" + "3c0700017400040078");
            send(socket, "40020003" + "50020004");
            connection.await(PacketType.PUBACK);
            assertThat(receive(socket, 4)).isEqualTo("62020004");
            connection.disconnect(0x8E);
            assertThat(receive(socket, 4)).isEqualTo("e0028e00");
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void publish_toProbe_arrivesAndIsAcknowledged() {
        broker.on(PacketType.SUBSCRIBE, (connection, packet) -> {
            connection.publish("early", "before SUBACK", 1, 11);
            connection.answer(packet);
        });
        try (MqttProbe probe = MqttProbe.connect(broker.uri(), ProbeOptions.transientSession())) {
            assertThat(probe.subscribe("#", 1)).isEqualTo(1);
            assertThat(probe.await(1)).extracting(ProbeMessage::text).containsExactly("before SUBACK");
            assertThat(broker.awaitConnection().await(PacketType.PUBACK).packetId()).isEqualTo(11);
        }
    }

    @Test
    void stopReading_peerWrites_stallsUntilStartReading() throws Exception {
        try (Socket socket = raw(CONNECT_3_1_1, "20020000")) {
            ScriptedConnection connection = broker.awaitConnection();
            connection.stopReading();
            byte[] pings = new byte[16 * 1024 * 1024];
            for (int i = 0; i < pings.length; i += 2) {
                pings[i] = (byte) 0xC0;
            }
            broker.ignore(PacketType.PINGREQ);
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
                try {
                    socket.getOutputStream().write(pings);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            await().during(Duration.ofMillis(300)).until(() -> !writing.isDone());
            connection.reset();
            assertThatThrownBy(writing::get).hasRootCauseInstanceOf(SocketException.class);
        }
    }

    @Test
    void malformedPacket_recordedAsFailure_connectionIsClosed() throws IOException {
        try (Socket socket = raw(CONNECT_3_1_1, "20020000")) {
            send(socket, "30ffffffffff01");
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            assertThat(broker.awaitConnection().failure()).isNotNull();
        }
    }

    @Test
    void refuseConnectionsAndListen_samePort_clientsConnectAgain() throws IOException {
        broker.refuseConnections();
        assertThatThrownBy(() -> new Socket(broker.host(), broker.port())).isInstanceOf(IOException.class);
        broker.listen();
        raw(CONNECT_3_1_1, "20020000").close();
        assertThat(broker.connections()).hasSize(1);
    }

    @Test
    void await_packetThatNeverComes_failsListingWhatCame() throws IOException {
        try (Socket socket = raw(CONNECT_3_1_1, "20020000")) {
            ScriptedConnection connection = broker.awaitConnection();
            assertThatThrownBy(() -> connection.await(PacketType.SUBSCRIBE, Duration.ofMillis(100)))
                    .isInstanceOf(AssertionError.class).hasMessageContaining("[CONNECT]");
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @Test
    void tls_trustedAndStrangeServer_onlyTheTrustedOneIsAccepted() {
        try (Certificates certificates = Certificates.create();
             ScriptedBroker good = ScriptedBroker.startTls(certificates.serverContext(certificates.server()));
             ScriptedBroker strange = ScriptedBroker.startTls(certificates.serverContext(certificates.strangeServer()))) {
            ProbeOptions options = ProbeOptions.transientSession().withTls(certificates.clientContext(null));
            MqttProbe.connect(good.uri(), options).close();
            for (ScriptedBroker bad : List.of(strange)) {
                assertThatThrownBy(() -> MqttProbe.connect(bad.uri(), options)).isInstanceOf(IllegalStateException.class);
            }
        }
    }
}
