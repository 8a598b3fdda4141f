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
 * Data types of the component: CloudEvents 1.0 in the MQTT binding, in both directions.
 * <p>
 * Camel finds the transformers by the names of their annotations; nothing else of this package is for use from outside,
 * and it uses of this module only {@code MqttxConstants}. Reading order: {@code MqttxCloudEventDataTypeTransformer}
 * (what comes in), {@code MqttxCloudEventBinaryDataTypeTransformer} and
 * {@code MqttxCloudEventStructuredDataTypeTransformer} (what goes out), {@code EventHeaders} (attributes and headers),
 * {@code JsonEventFormat}, {@code MediaType}.
 */
@NullMarked
package io.github.camelmqttx.transform;

import org.jspecify.annotations.NullMarked;
