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
/**
 * The protocol engine: MQTT 3.1, 3.1.1 and 5.0 on Netty's MQTT codec, over TCP, TLS and WebSocket.
 * <p>
 * Only this package imports {@code io.netty}; only the composition of the component uses it, through
 * {@code MqttClientFactory}.
 * <p>
 * Reading order: {@code NettyMqttClient} (the port), {@code Connection} (one attempt and what becomes of it),
 * {@code SessionState} (what outlives a connection), then by flow: {@code ConnectPacket}, {@code Authenticator} and
 * {@code Connack}, {@code OutgoingExchanges}, {@code IncomingExchanges}, {@code SubscribeExchanges}, {@code KeepAlive};
 * below them {@code PacketWriter} and {@code PacketGuard}; the way to a channel: {@code ChannelOpener},
 * {@code OpenAttempt}, {@code Dial}, {@code Tunnel}, {@code NettyClientFactory}.
 */
@NullMarked
package io.github.camelmqttx.internal.client.netty;

import org.jspecify.annotations.NullMarked;
