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

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.util.ReferenceCountUtil;

/**
 * The end of the pipeline: hands the events of a channel to its connection. The one place where events of a channel
 * whose connection is over are dropped.
 */
final class MqttHandler extends ChannelInboundHandlerAdapter {

    private final Connection connection;

    MqttHandler(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (connection.isLive() && message instanceof MqttMessage packet) {
                connection.packet(packet);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (connection.isLive()) {
            connection.readComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (connection.isLive() && ctx.channel().isWritable()) {
            connection.writable();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (connection.isLive()) {
            if (event instanceof ProtocolViolation violation) {
                connection.violated(violation);
            } else if (event instanceof PacketGuard.LegacyConnack connack) {
                connection.legacyConnack(connack);
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (connection.isLive()) {
            connection.closed();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (connection.isLive()) {
            connection.broken(cause);
        }
    }
}
