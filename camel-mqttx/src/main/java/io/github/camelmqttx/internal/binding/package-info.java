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
 * Between Camel messages and MQTT application messages: payload, headers, properties.
 * <p>
 * Reading order: {@code InboundBinding}, {@code OutboundBinding}, {@code PublishPropertyBinding},
 * {@code UnknownHeaders}, {@code MqttHeaderFilterStrategy}. Used by {@code consumer} and the root package; imports
 * Camel and the types of the {@code client} port, no driver.
 */
@NullMarked
package io.github.camelmqttx.internal.binding;

import org.jspecify.annotations.NullMarked;
