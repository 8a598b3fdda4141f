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
 * The Apache Camel component {@code mqttx}: public API.
 * <p>
 * Reading order: {@code MqttxComponent}, {@code MqttxConfiguration} (every option), {@code MqttxEndpoint},
 * {@code MqttxConsumer} (and {@code MqttxSubscription}), {@code MqttxProducer}, {@code MqttxConstants} (headers), then
 * the exceptions. Everything below {@code internal} is not for use outside this module and may change without notice.
 */
@NullMarked
package io.github.camelmqttx;

import org.jspecify.annotations.NullMarked;
