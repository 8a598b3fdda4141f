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
package io.github.camelmqttx.testbed;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.mqtt.MqttMessage;
import org.jspecify.annotations.Nullable;

/** Hands what arrives on one channel to the {@link ScriptedBroker}. */
final class ScriptedChannelHandler extends SimpleChannelInboundHandler<MqttMessage> {

    private final ScriptedBroker broker;
    private @Nullable ScriptedConnection connection;

    ScriptedChannelHandler(ScriptedBroker broker) {
        this.broker = broker;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        connection = broker.connected(context.channel());
        context.fireChannelActive();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, MqttMessage message) {
        if (connection == null) {
            throw new IllegalStateException("Packet before the channel was active");
        }
        if (message.decoderResult().isFailure()) {
            connection.failed(message.decoderResult().cause());
            context.close();
            return;
        }
        broker.received(connection, ReceivedPacket.of(message));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (connection != null) {
            connection.failed(cause);
        }
        context.close();
    }
}
