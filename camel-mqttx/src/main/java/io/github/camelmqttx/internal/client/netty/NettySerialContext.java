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

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.camelmqttx.internal.client.ScheduledTask;
import io.github.camelmqttx.internal.client.SerialContext;
import io.netty.channel.EventLoop;

/** A Netty event loop as the serial context of a session; all channels of the session are registered on it. */
final class NettySerialContext implements SerialContext {

    private final EventLoop eventLoop;

    NettySerialContext(EventLoop eventLoop) {
        this.eventLoop = eventLoop;
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    @Override
    public boolean inContext() {
        return eventLoop.inEventLoop();
    }

    @Override
    public void execute(Runnable task) {
        eventLoop.execute(task);
    }

    @Override
    public ScheduledTask schedule(Runnable task, long delayNanos) {
        Future<?> future = eventLoop.schedule(task, Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }
}
