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

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.broker.Transport;
import io.github.camelmqttx.internal.client.ConnectRequest;
import io.github.camelmqttx.internal.client.ReasonCodes;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;

/**
 * MQTT over WebSocket: the content of binary and continuation frames is the byte stream, whatever their boundaries;
 * packets leave in binary frames of 32 KiB at most, because servers bound the size of a frame, often at 64 KiB. Spec:
 * 5.0 section 6, [MQTT-6.0.0-1] to [MQTT-6.0.0-4].
 */
final class WebSocketBytes extends ChannelDuplexHandler {

    private static final String SUB_PROTOCOL = "mqtt";
    private static final int LARGEST_RESPONSE = 65_536;
    private static final int LARGEST_FRAME = 32_768;
    private static final int FRAME_RESERVE = 65_536;
    private static final long CLOSE_TIMEOUT_MILLIS = 1_000;

    /** Adds the handlers of a WebSocket client to a pipeline; they upgrade when the channel becomes active. */
    static void addTo(ChannelPipeline pipeline, ConnectRequest request) throws URISyntaxException {
        BrokerAddress broker = request.broker();
        WebSocketClientProtocolConfig config = WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(uri(broker)).subprotocol(SUB_PROTOCOL).allowExtensions(false)
                .customHeaders(headers(broker, request.webSocketHeaders())).generateOriginHeader(false)
                .maxFramePayloadLength(Math.addExact(ConnectPacket.maximumPacketSize(request), FRAME_RESERVE))
                .handleCloseFrames(true).sendCloseFrame(WebSocketCloseStatus.NORMAL_CLOSURE).dropPongFrames(true)
                .handshakeTimeoutMillis(Math.max(1, request.timeoutNanos() / 1_000_000))
                .forceCloseTimeoutMillis(CLOSE_TIMEOUT_MILLIS)
                .withUTF8Validator(false).build();
        pipeline.addLast(
                new HttpClientCodec(), new HttpObjectAggregator(LARGEST_RESPONSE), new WebSocketClientProtocolHandler(config),
                new WebSocketBytes());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof BinaryWebSocketFrame || message instanceof ContinuationWebSocketFrame) {
            ctx.fireChannelRead(((WebSocketFrame) message).content());
        } else {
            ReferenceCountUtil.release(message);
            ctx.fireUserEventTriggered(new ProtocolViolation(
                    ReasonCodes.PROTOCOL_ERROR, "sent a WebSocket frame that is not binary"));
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes && bytes.isReadable()) {
            while (bytes.readableBytes() > LARGEST_FRAME) {
                ctx.write(new BinaryWebSocketFrame(bytes.readRetainedSlice(LARGEST_FRAME)), ctx.voidPromise());
            }
            ctx.write(new BinaryWebSocketFrame(bytes), promise);
        } else {
            ctx.write(message, promise);
        }
    }

    private static URI uri(BrokerAddress broker) throws URISyntaxException {
        String scheme = broker.transport() == Transport.WSS ? "wss" : "ws";
        String path = broker.path().startsWith("/") ? broker.path() : "/" + broker.path();
        URI uri = new URI(scheme + "://" + authority(broker) + path);
        // A name with an underscore is no host for java.net.URI; the Host header carries the real name in any case.
        return uri.getHost() == null ? new URI(scheme + "://localhost:" + broker.port() + path) : uri;
    }

    private static HttpHeaders headers(BrokerAddress broker, Map<String, String> extra) {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set(HttpHeaderNames.HOST, authority(broker));
        extra.forEach(headers::set);
        return headers;
    }

    private static String authority(BrokerAddress broker) {
        String host = broker.hostWithoutZone();
        boolean bare = host.indexOf(':') >= 0 && !host.startsWith("[");
        return (bare ? "[" + host + "]" : host) + ":" + broker.port();
    }
}
