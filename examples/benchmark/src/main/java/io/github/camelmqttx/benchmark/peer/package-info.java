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
 * An MQTT peer that answers at once, so that a measurement shows the client and not a broker.
 * <p>
 * It keeps no state across connections, knows no retained messages, no Will Message and no wildcards, and runs on one
 * thread. Only the benchmark may depend on it. Reading order: {@link io.github.camelmqttx.benchmark.peer.InstantPeer},
 * {@code PeerConnection}, {@code Delivery}, {@code Generator}.
 */
@NullMarked
package io.github.camelmqttx.benchmark.peer;

import org.jspecify.annotations.NullMarked;
