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
 * The port: what a session asks of an MQTT protocol engine, and what the engine tells the session.
 * <p>
 * One {@link io.github.camelmqttx.internal.client.MqttClient} serves one session for its whole life, across
 * connections: it keeps the protocol state that outlives a connection (unacknowledged publishes by Packet Identifier,
 * received QoS 2 identifiers). Which broker is next, when to try again, what to subscribe and when to acknowledge is
 * decided by the session.
 * <p>
 * Reading order: {@code SerialContext}, {@code MqttClient}, {@code MqttClientListener}, {@code OutgoingMessage},
 * {@code IncomingMessage}, {@code CredentialsSource}. Used by {@code session}, {@code ack}, {@code outbox},
 * {@code binding}; implemented by {@code client.netty} and {@code client.paho}. Imports neither Camel nor a driver.
 */
@NullMarked
package io.github.camelmqttx.internal.client;

import org.jspecify.annotations.NullMarked;
