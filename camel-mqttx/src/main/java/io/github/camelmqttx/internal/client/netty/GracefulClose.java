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
package io.github.camelmqttx.internal.client.netty;

import io.github.camelmqttx.internal.client.ScheduledTask;
import io.github.camelmqttx.internal.client.SerialContext;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;

/**
 * Ends a connection with DISCONNECT: writes it behind all that is pending, then leaves the closing to the broker for a
 * while, because closing a socket with unread bytes resets the connection and can destroy what the broker has not read
 * yet: our last acknowledgements and the DISCONNECT itself. Spec: 5.0 section 3.14.4.
 */
final class GracefulClose {

    private static final long GRACE_NANOS = 1_000_000_000L;

    private final SerialContext context;
    private final Channel channel;
    private final boolean plainTcp;
    private final Runnable finish;
    private final long deadline;

    private boolean cancelled;
    private ScheduledTask timer;

    /**
     * @param plainTcp whether only TCP is below MQTT, so that the output can be shut down by itself
     * @param finish   run when time is over or DISCONNECT cannot be written, unless cancelled
     */
    GracefulClose(SerialContext context, Channel channel, boolean plainTcp, long timeoutNanos, Runnable finish) {
        this.context = context;
        this.channel = channel;
        this.plainTcp = plainTcp;
        this.finish = finish;
        this.deadline = context.nanoTime() + timeoutNanos;
        this.timer = context.schedule(finish, timeoutNanos);
    }

    void start(PacketWriter writer, int reasonCode) {
        writer.disconnect(reasonCode).addListener(written -> {
            if (!cancelled) {
                written(written.isSuccess());
            }
        });
    }

    void cancel() {
        cancelled = true;
        timer.cancel();
    }

    private void written(boolean success) {
        timer.cancel();
        if (!success) {
            timer = context.schedule(finish, 0);
            return;
        }
        timer = context.schedule(finish, Math.min(deadline - context.nanoTime(), GRACE_NANOS));
        channel.config().setAutoRead(true);
        if (plainTcp && channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        }
    }
}
