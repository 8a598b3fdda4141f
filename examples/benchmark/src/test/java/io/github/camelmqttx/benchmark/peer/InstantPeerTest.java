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
package io.github.camelmqttx.benchmark.peer;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HexFormat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The bytes on the wire, in hexadecimal. */
@DisplayName("Instant peer, bytes")
class InstantPeerTest {
    private static final String CONNECT_311 = "100d 0004 4d515454 04 02 0000 0001 61";
    private static final String CONNECT_5_RECEIVE_MAXIMUM_1 = "1011 0004 4d515454 05 02 0000 03 210001 0001 62";

    private InstantPeer peer;
    private Socket socket;

    @BeforeEach
    void connect() throws IOException {
        peer = new InstantPeer(0, 1000);
        new Thread(peer, "instant-peer").start();
        socket = new Socket(InetAddress.getLoopbackAddress(), peer.port());
        socket.setSoTimeout(5_000);
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        peer.close();
    }

    @Test
    void publish_subscriberAtReceiveMaximum_waitsForTheAcknowledgement() throws IOException {
        send(CONNECT_5_RECEIVE_MAXIMUM_1);
        expect("2009 0000 06 2500 2800 2a00");
        send("8209 0001 02 0b07 0001 74 02");
        expect("9004 0001 00 02");
        send("3207 0001 74 0005 00 41" + "3207 0001 74 0006 00 42" + "c000");
        expect("4002 0005" + "3209 0001 74 0001 02 0b07 41" + "4002 0006" + "d000");
        send("4002 0001");
        expect("3209 0001 74 0002 02 0b07 42");
    }

    @Test
    void publish_subscriberSpeaks311_arrivesWithoutProperties() throws IOException {
        send(CONNECT_311);
        expect("2002 0000");
        send("8206 0001 0001 74 01");
        expect("9003 0001 01");
        send("3406 0001 74 0009 41" + "6202 0009");
        expect("5002 0009" + "3206 0001 74 0001 41" + "7002 0009");
    }

    @Test
    void frame_cutAnywhere_isPutTogether() throws IOException {
        for (String one : CONNECT_311.replace(" ", "").split("(?<=\\G..)")) {
            send(one);
        }
        expect("2002 0000");
    }

    @Test
    void puback_ofNoMessage_closesTheConnection() throws IOException {
        send(CONNECT_311);
        expect("2002 0000");
        send("4002 0001");
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void subscribe_wildcard_isRefused() throws IOException {
        send(CONNECT_311);
        expect("2002 0000");
        send("8206 0001 0001 23 01");
        expect("9003 0001 80");
    }

    private void send(String hex) throws IOException {
        socket.getOutputStream().write(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private void expect(String hex) throws IOException {
        byte[] wanted = HexFormat.of().parseHex(hex.replace(" ", ""));
        byte[] got = new byte[wanted.length];
        new DataInputStream(socket.getInputStream()).readFully(got);
        assertThat(HexFormat.of().formatHex(got)).isEqualTo(HexFormat.of().formatHex(wanted));
    }
}
