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

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

import io.github.camelmqttx.testbed.Broker;
import io.github.camelmqttx.testbed.Scheme;

/**
 * Publishes with MQTT 3.1.1 on a bare socket, as fast as a broker takes it: faster than any client of the tests. QoS 0
 * and 1, short topics, payloads of 64 bytes.
 */
final class Flood {

    private static final int PAYLOAD_BYTES = 64;
    private static final int BATCH = 500;
    private static final int IDS = 65_000;
    private static final int PUBACK_BYTES = 4;

    private Flood() {
    }

    /**
     * Returns when the broker has acknowledged all; with QoS 0, when it has answered the PINGREQ after them.
     *
     * @return messages per second
     */
    static long publish(Broker broker, String topic, int qos, int messages) throws IOException {
        try (Socket socket = new Socket(broker.host(), broker.port(Scheme.MQTT))) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            out.write(connect());
            in.readNBytes(4);
            long begin = System.nanoTime();
            CompletableFuture<Void> answers
                    = CompletableFuture.runAsync(() -> read(in, qos == 0 ? 2 : messages * PUBACK_BYTES));
            byte[] name = topic.getBytes(StandardCharsets.UTF_8);
            for (int sent = 0; sent < messages; sent += BATCH) {
                out.write(batch(name, qos, sent, Math.min(BATCH, messages - sent)));
            }
            if (qos == 0) {
                out.write(new byte[] { (byte) 0xc0, 0 });
            }
            answers.join();
            return messages * 1_000_000_000L / (System.nanoTime() - begin);
        }
    }

    private static byte[] connect() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream packet = new DataOutputStream(bytes);
        packet.write(new byte[] { 0x10, 17 });
        packet.writeUTF("MQTT");
        packet.write(new byte[] { 4, 2, 0, 60 });
        packet.writeUTF("flood");
        return bytes.toByteArray();
    }

    private static byte[] batch(byte[] topic, int qos, int first, int count) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream packets = new DataOutputStream(bytes);
        for (int i = 0; i < count; i++) {
            packets.writeByte(0x30 | qos << 1);
            packets.writeByte(2 + topic.length + 2 * qos + PAYLOAD_BYTES);
            packets.writeShort(topic.length);
            packets.write(topic);
            if (qos > 0) {
                packets.writeShort(1 + (first + i) % IDS);
            }
            packets.write(new byte[PAYLOAD_BYTES]);
        }
        return bytes.toByteArray();
    }

    private static void read(DataInputStream in, int bytes) {
        try {
            in.skipNBytes(bytes);
        } catch (IOException e) {
            throw new IllegalStateException("The broker has ended the connection before its last acknowledgement", e);
        }
    }
}
