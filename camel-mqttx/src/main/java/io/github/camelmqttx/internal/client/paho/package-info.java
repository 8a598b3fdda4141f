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
 * The compatibility driver: the port on Eclipse Paho, version 5 of the library for MQTT 5.0 and version 3 for MQTT 3.1
 * and 3.1.1. Reconnecting, choosing a broker, subscribing anew and acknowledging are the session's, as with the engine;
 * Paho does the protocol of one connection.
 * <p>
 * Each attempt has a Paho client of its own ({@code PahoLink}); what must outlive a connection is in
 * {@code PahoSession} and is given to the next client through Paho's persistence, which is in memory here. Paho opens
 * its sockets through {@code BrokerSocket}, so that names, TLS, back-pressure and errors are the component's.
 * <p>
 * Reading order: {@code PahoLink} and {@code PahoLinkEvents} (all that the driver knows of the libraries),
 * {@code Paho5Link}, {@code Paho3Link} and their stores; {@code PahoMqttClient}, {@code PahoConnection},
 * {@code PahoExchanges}, {@code PahoSession}; {@code BrokerSocket}. Used by whoever makes drivers, through
 * {@code PahoClientFactory} and {@code PahoLibraries}. Paho is optional at run time: of the classes here only the links
 * and stores import it.
 */
@NullMarked
package io.github.camelmqttx.internal.client.paho;

import org.jspecify.annotations.NullMarked;
