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
package io.github.camelmqttx.it;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.ForeignServer;
import io.github.camelmqttx.testbed.MosquittoBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Peers that accept TCP and are no broker: each is told in words of its own, and the next broker of the list is used.
 */
@Timeout(120)
class ForeignPeerIT {

    private static final byte[] NOTHING = {};

    private static MosquittoBroker broker;

    @BeforeAll
    static void startBroker() {
        assumeTrue(MosquittoBroker.isInstalled(), "no mosquitto executable on this machine");
        broker = MosquittoBroker.create(BrokerOptions.plain());
        broker.start();
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    static Stream<Arguments> peers() {
        return Stream.of(
                peer("never answers", "mqtt", NOTHING, NOTHING, false, "no answer within 1000 ms (waiting for CONNACK)"),
                peer("closes at once", "mqtt", NOTHING, NOTHING, true, "closed the connection without answering CONNECT"),
                peer("HTTP server", "mqtt", NOTHING, text("HTTP/1.1 400 Bad Request\r\n\r\n"), true, "answered in HTTP"),
                peer("SSH server", "mqtt", text("SSH-2.0-OpenSSH_9.2p1\r\n"), NOTHING, false,
                        "answered 'SSH-2.0-OpenSSH_9.2p1', so this is an SSH server"),
                peer("mail server", "mqtt", text("220 mail.example ESMTP\r\n"), NOTHING, false,
                        "answered with the text '220 mail.example ESMTP', so this is not an MQTT port"),
                peer("Redis", "mqtt", NOTHING, text("-ERR unknown command\r\n"), false, "'-ERR unknown command'"),
                peer("TLS server", "mqtt", NOTHING, bytes(0x15, 3, 3, 0, 2, 2, 50), true, "this is a TLS port"),
                peer("garbage", "mqtt", NOTHING, bytes(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF), false, "malformed"),
                peer("half a CONNACK", "mqtt", NOTHING, bytes(0x20, 3, 0), true, "without answering CONNECT"),
                peer("half a CONNACK, then silence", "mqtt", NOTHING, bytes(0x20, 3, 0), false, "waiting for CONNACK"),
                peer("PINGRESP", "mqtt", NOTHING, bytes(0xD0, 0), false, "sent PINGRESP before CONNACK"),
                peer("PUBLISH", "mqtt", NOTHING, bytes(0x30, 4, 0, 1, 'a', 0), false, "sent PUBLISH before CONNACK"),
                peer("PUBACK", "mqtt", NOTHING, bytes(0x40, 2, 0, 1), false, "sent PUBACK before CONNACK"),
                peer("CONNECT", "mqtt", NOTHING, bytes(0x10, 13, 0, 4, 'M', 'Q', 'T', 'T', 5, 2, 0, 0, 0, 0, 0), false,
                        "CONNECT"),
                peer("silent", "ws", NOTHING, NOTHING, false, "no answer within 1000 ms (WebSocket upgrade)"),
                peer("closes at once", "ws", NOTHING, NOTHING, true, "closed the connection during the upgrade"),
                peer("HTTP server", "ws", NOTHING, text("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), false,
                        "answered the upgrade with HTTP status 200"),
                peer("SSH server", "ws", text("SSH-2.0-OpenSSH_9.2p1\r\n"), NOTHING, false,
                        "Check that this is a WebSocket port"),
                peer("silent", "mqtts", NOTHING, NOTHING, false, "no answer within 1000 ms (TLS handshake)"),
                peer("HTTP server", "mqtts", NOTHING, text("HTTP/1.1 400 Bad Request\r\n\r\n"), true, "does not speak TLS"));
    }

    private static Arguments peer(
            String name, String scheme, byte[] greeting, byte[] answer, boolean closes, String said) {
        return Arguments.of(name, scheme, greeting, answer, closes, said);
    }

    @ParameterizedTest(name = "{1}: {0}")
    @MethodSource("peers")
    @DisplayName("M57 M06 M03 F11 a peer that is no broker is named with what it does; the next broker is used")
    void peer_isNoBroker_isNamedAndPassedOver(
            String name, String scheme, byte[] greeting, byte[] answer, boolean closes, String said)
            throws Exception {
        try (ForeignServer server = new ForeignServer(greeting, answer, closes)) {
            String foreign = scheme + "://127.0.0.1:" + server.port();
            String options = "?connectionTimeout=1s&mqttVersion=5";
            try (ItSupport it = new ItSupport(foreign)) {
                it.record("in", "mqttx:x" + options + "&testConnectionOnStartup=true");
                assertThat(catchThrowable(it::start)).hasStackTraceContaining(said)
                        .hasStackTraceContaining("127.0.0.1:" + server.port());
            }
            try (ItSupport it = new ItSupport(foreign + "," + broker.uri())) {
                SessionWatch watch = SessionWatch.on(it);
                Recorder in = it.record("in", "mqttx:foreign/x" + options);
                it.start();
                watch.awaitAt("in", broker.uri());
                it.send("mqttx:foreign/x" + options, name);
                assertThat(in.awaitFirst().text()).isEqualTo(name);
                assertThat(server.accepted()).isGreaterThanOrEqualTo(2);
            }
        }
    }
}
