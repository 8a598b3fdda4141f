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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttMessageFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class WholePacketsTest {

    /** PINGRESP, PUBLISH with 200 bytes, PUBACK. */
    private static final List<byte[]> PACKETS = List.of(new byte[] { (byte) 0xD0, 0 }, publish(), new byte[] { 0x40, 2, 0, 7 });

    private static byte[] publish() {
        byte[] packet = new byte[203];
        packet[0] = 0x30;
        packet[1] = (byte) 0xC8;
        packet[2] = 1;
        return packet;
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 3, 100, 10_000 })
    @DisplayName("F28 bytes in pieces of any size become whole packets, each once and in order")
    void bytes_comeInPieces_packetsAreWhole(int piece) {
        EmbeddedChannel channel = new EmbeddedChannel(new WholePackets());
        ByteBuf all = Unpooled.buffer();
        PACKETS.forEach(all::writeBytes);
        while (all.isReadable()) {
            channel.writeInbound(all.readBytes(Math.min(piece, all.readableBytes())));
        }

        List<byte[]> got = new ArrayList<>();
        for (ByteBuf one = channel.readInbound(); one != null; one = channel.readInbound()) {
            got.add(ByteBufUtil.getBytes(one));
            one.release();
        }
        assertThat(got).usingElementComparator(Arrays::compare).containsExactlyElementsOf(PACKETS);
        assertThat(channel.finish()).isFalse();
    }

    @Test
    @DisplayName("F28 a decoder that does not understand pieces, as that of Netty 4.1.133, is recognised; that of this build is not one")
    void decoder_doesNotUnderstandPieces_isRecognised() {
        ByteToMessageDecoder impatient = new ByteToMessageDecoder() {
            @Override
            protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
                in.skipBytes(in.readableBytes());
                out.add(MqttMessageFactory.newInvalidMessage(new TooLongFrameException("9")));
            }
        };

        assertThat(WholePackets.decodesPieces(impatient)).isFalse();
        assertThat(WholePackets.decodesPieces(new MqttDecoder(100))).isTrue();
    }
}
