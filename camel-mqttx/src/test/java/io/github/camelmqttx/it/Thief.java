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
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * A client that connects with a Client Identifier that is not its own, at once again whenever it is thrown out. On a
 * bare socket, since the session takes its Client Identifier back before a client library has its CONNACK.
 */
final class Thief implements AutoCloseable {

    private final URI broker;
    private final byte[] connect;
    private final AtomicInteger connects = new AtomicInteger();
    private final Thread thread = new Thread(this::steal, "thief");
    private volatile boolean stopped;
    private volatile @Nullable Socket current;

    /** @param level protocol level, 3 to 5 */
    Thief(String broker, int level, String clientId) {
        this.broker = URI.create(broker);
        this.connect = connect(level, clientId);
        thread.start();
    }

    private static byte[] connect(int level, String clientId) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(body)) {
            out.writeUTF(level == 3 ? "MQIsdp" : "MQTT");
            out.writeByte(level);
            out.writeByte(0x02);
            out.writeShort(0);
            if (level == 5) {
                out.writeByte(0);
            }
            out.writeUTF(clientId);
            packet.write(0x10);
            packet.write(body.size());
            body.writeTo(packet);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return packet.toByteArray();
    }

    private void steal() {
        while (!stopped) {
            connects.incrementAndGet();
            try (Socket socket = new Socket(broker.getHost(), broker.getPort())) {
                current = socket;
                socket.getOutputStream().write(connect);
                socket.getInputStream().readAllBytes();
            } catch (IOException e) {
                current = null;
            }
        }
    }

    int connects() {
        return connects.get();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        stopped = true;
        Socket socket = current;
        if (socket != null) {
            socket.close();
        }
        thread.join(10_000);
    }
}
