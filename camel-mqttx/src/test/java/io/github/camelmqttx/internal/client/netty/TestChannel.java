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

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;

/** A channel in memory whose network can be stopped from taking bytes, and that counts the reads asked for. */
final class TestChannel extends EmbeddedChannel {

    private boolean stuck;
    private int reads;
    private Runnable onWrite = () -> {
    };

    TestChannel(ChannelHandler... handlers) {
        super(handlers);
        // Tests read only what they ask for; what they leave is no leak.
        config().setAllocator(new UnpooledByteBufAllocator(false, true));
    }

    int reads() {
        return reads;
    }

    /** While stuck, what is flushed stays in the outbound buffer. */
    void stuck(boolean value) {
        stuck = value;
        if (!value) {
            flush();
        }
    }

    /** Runs after bytes have gone out. */
    void onWrite(Runnable task) {
        onWrite = task;
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer in) throws Exception {
        if (!stuck) {
            super.doWrite(in);
            onWrite.run();
        }
    }

    @Override
    protected void doBeginRead() throws Exception {
        reads++;
        super.doBeginRead();
    }
}
