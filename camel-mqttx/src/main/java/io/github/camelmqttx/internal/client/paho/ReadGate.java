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
package io.github.camelmqttx.internal.client.paho;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;

/**
 * The input of a connection, which can be held up: while reading is off, what is in the network stays there, so that
 * the broker gets to feel it. Paho's thread then waits in a read; it is not held up within a buffer that it has begun.
 * <p>
 * {@link #read} is for one thread, the rest for any.
 */
final class ReadGate extends InputStream {

    private static final int BUFFER_BYTES = 16 * 1024;

    private final InputStream in;
    private final Runnable onEnd;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final Object lock = new Object();
    private int position;
    private int limit;
    private boolean open = true;
    private boolean permit;
    private boolean closed;

    /** @param onEnd run when the peer has closed the connection or it is broken */
    ReadGate(InputStream in, Runnable onEnd) {
        this.in = in;
        this.onEnd = onEnd;
    }

    void reading(boolean on) {
        synchronized (lock) {
            open = on;
            lock.notifyAll();
        }
    }

    /** Lets one buffer through although reading is off. */
    void readOnce() {
        synchronized (lock) {
            permit = !open;
            lock.notifyAll();
        }
    }

    /** Wakes the reader, who fails. */
    void shut() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
    }

    @Override
    public int read() throws IOException {
        if (position == limit && !fill()) {
            return -1;
        }
        return buffer[position++] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position == limit && !fill()) {
            return -1;
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(buffer, position, bytes, offset, count);
        position += count;
        return count;
    }

    @Override
    public int available() {
        return limit - position;
    }

    private boolean fill() throws IOException {
        awaitPermission();
        int count;
        try {
            count = in.read(buffer, 0, buffer.length);
        } catch (IOException e) {
            onEnd.run();
            throw e;
        }
        if (count <= 0) {
            onEnd.run();
            return false;
        }
        position = 0;
        limit = count;
        // Bytes that came while the thread was already reading when reading was switched off wait here.
        awaitPermission();
        synchronized (lock) {
            permit = false;
        }
        return true;
    }

    private void awaitPermission() throws IOException {
        synchronized (lock) {
            while (!open && !permit && !closed) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new SocketException("Interrupted while reading was off");
                }
            }
            if (closed) {
                throw new SocketException("Socket closed");
            }
        }
    }
}
