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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

/** Frames and bytes. Spec: 5.0 section 6. */
class WebSocketBytesTest {

    private final EmbeddedChannel channel = new EmbeddedChannel(new WebSocketBytes());

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    private String readInbound() {
        ByteBuf content = channel.readInbound();
        String text = content.toString(StandardCharsets.US_ASCII);
        content.release();
        return text;
    }

    @Test
    @DisplayName("[MQTT-6.0.0-2] packets need not be aligned with frames: fragments are one stream of bytes")
    void frames_areFragments_contentIsPassedOn() {
        channel.writeInbound(
                new BinaryWebSocketFrame(false, 0, bytes("ab")), new ContinuationWebSocketFrame(false, 0, bytes("c")),
                new ContinuationWebSocketFrame(true, 0, bytes("d")), new BinaryWebSocketFrame(bytes("e")));

        assertThat(readInbound() + readInbound() + readInbound() + readInbound()).isEqualTo("abcde");
    }

    @Test
    @DisplayName("[MQTT-6.0.0-1] a text frame is refused")
    void frame_isText_isRefused() {
        List<Object> events = new ArrayList<>();
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                events.add(event);
            }
        });

        channel.writeInbound(new TextWebSocketFrame("hello"));

        assertThat(events).singleElement(type(ProtocolViolation.class))
                .satisfies(violation -> assertThat(violation).hasMessageContaining("not binary"));
        assertThat((Object) channel.readInbound()).isNull();
    }

    @Test
    @DisplayName("[MQTT-6.0.0-1] what is sent goes in binary frames; an empty buffer is a marker, not a frame")
    void bytes_areWritten_asBinaryFrames() {
        channel.writeOutbound(bytes("abc"), Unpooled.EMPTY_BUFFER);

        BinaryWebSocketFrame frame = channel.readOutbound();
        assertThat(frame.content().toString(StandardCharsets.US_ASCII)).isEqualTo("abc");
        frame.release();
        assertThat((Object) channel.readOutbound()).isSameAs(Unpooled.EMPTY_BUFFER);
    }
}
