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
 * Routes in YAML that use nothing but the Kamelets {@code mqttx-source} and {@code mqttx-sink}, while their broker is
 * killed and some messages cannot be worked on. Nothing depends on this package. What to copy is in
 * {@code routes/plant.camel.yaml}; {@link io.github.camelmqttx.examples.kamelets.Kamelets} kills the broker and counts.
 */
@NullMarked
package io.github.camelmqttx.examples.kamelets;

import org.jspecify.annotations.NullMarked;
