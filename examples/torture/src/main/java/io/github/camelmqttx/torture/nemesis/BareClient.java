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
package io.github.camelmqttx.torture.nemesis;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The least that a client of MQTT 5.0 can do, on a socket. It acknowledges nothing. */
final class BareClient implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int SESSION_EXPIRY_SECONDS = 7_200;

    private final Socket socket = new Socket();

    /**
     * Connects and waits for CONNACK.
     *
     * @param  resume      whether it takes over a session and leaves it to others, else it has none
     * @throws IOException if the broker cannot be reached or does not answer
     */
    BareClient(String host, int port, String clientId, boolean resume) throws IOException {
        try {
            socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setSoLinger(true, 0);
            connect(clientId, resume);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private void connect(String clientId, boolean resume) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream body = new DataOutputStream(bytes);
        body.writeUTF("MQTT");
        body.writeByte(5);
        body.writeByte(resume ? 0 : 2);
        body.writeShort(60);
        body.writeByte(5);
        body.writeByte(0x11);
        body.writeInt(resume ? SESSION_EXPIRY_SECONDS : 0);
        body.writeUTF(clientId);
        send(0x10, bytes.toByteArray());
        InputStream in = socket.getInputStream();
        byte[] answer = in.readNBytes(4);
        if (answer.length < 4 || answer[0] != 0x20 || answer[3] != 0) {
            throw new IOException("The broker did not accept the client " + clientId);
        }
    }

    /** Publishes with QoS 0. */
    void publish(String topic, byte[] payload) throws IOException {
        byte[] name = topic.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream body = new DataOutputStream(bytes);
        body.writeShort(name.length);
        body.write(name);
        body.writeByte(0);
        body.write(payload);
        send(0x30, bytes.toByteArray());
    }

    private void send(int header, byte[] body) throws IOException {
        if (body.length > 127) {
            throw new IllegalArgumentException("A packet of " + body.length + " bytes is too long for this client");
        }
        byte[] packet = new byte[body.length + 2];
        packet[0] = (byte) header;
        packet[1] = (byte) body.length;
        System.arraycopy(body, 0, packet, 2, body.length);
        socket.getOutputStream().write(packet);
    }

    /** Ends in an orderly way, so that what was published is not lost on the way. */
    void disconnect() throws IOException {
        socket.setSoLinger(false, 0);
        socket.getOutputStream().write(new byte[] { (byte) 0xE0, 0 });
        socket.shutdownOutput();
        InputStream in = socket.getInputStream();
        while (in.read() >= 0) {
            continue;
        }
    }

    /** Ends with RST, unless it has ended. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
