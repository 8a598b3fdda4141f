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

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the decoder whole packets only. Needed with Netty's MQTT codec 4.1.133, which takes a packet that arrives in
 * pieces for one that is too large; other versions are tried once and get the bytes as they come.
 * <p>
 * Stands behind the {@link PacketGuard}, which has refused lengths that are malformed or above the limit.
 */
final class WholePackets extends ByteToMessageDecoder {

    private static final Logger LOG = LoggerFactory.getLogger(WholePackets.class);
    private static final int MAXIMUM_LENGTH_BYTES = 4;
    /** QoS 1, topic a/b, Packet Identifier 7, two bytes. */
    private static final byte[] PUBLISH = { 0x32, 9, 0, 3, 'a', '/', 'b', 0, 7, 'x', 'y' };
    /** Within the length of the topic. */
    private static final int CUT = 3;

    /** Adds itself if the codec on the class path needs it. */
    static void addIfNeeded(ChannelPipeline pipeline) {
        if (Codec.NEEDS_WHOLE_PACKETS) {
            pipeline.addLast(new WholePackets());
        }
    }

    /** Tried when the first connection opens. */
    private static final class Codec {

        static final boolean NEEDS_WHOLE_PACKETS = !decodesPieces(new MqttDecoder(PUBLISH.length));

        static {
            if (NEEDS_WHOLE_PACKETS) {
                LOG.info("Netty's MQTT codec on the class path cannot decode packets that arrive in pieces;"
                         + " they are put together before. Versions 4.1.130 and 4.1.135 do not need that");
            }
        }
    }

    /** Whether a decoder, which is used up, makes a message of a packet that arrives in two pieces. */
    static boolean decodesPieces(ByteToMessageDecoder decoder) {
        EmbeddedChannel channel = new EmbeddedChannel(decoder);
        try {
            channel.writeInbound(Unpooled.copiedBuffer(PUBLISH, 0, CUT));
            channel.writeInbound(Unpooled.copiedBuffer(PUBLISH, CUT, PUBLISH.length - CUT));
            return channel.inboundMessages().peek() instanceof MqttMessage message && message.decoderResult().isSuccess();
        } finally {
            channel.finishAndReleaseAll();
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        int length = 0;
        for (int digits = 0; digits < MAXIMUM_LENGTH_BYTES && in.readableBytes() >= 2 + digits; digits++) {
            int digit = in.getUnsignedByte(in.readerIndex() + 1 + digits);
            length |= (digit & 0x7F) << 7 * digits;
            if ((digit & 0x80) == 0) {
                int size = 2 + digits + length;
                if (in.readableBytes() >= size) {
                    out.add(in.readRetainedSlice(size));
                }
                return;
            }
        }
    }
}
