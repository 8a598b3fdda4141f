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
 * A sender that keeps its messages on disk while there is no broker, and is killed twice. Nothing depends on this
 * package. What to copy is in {@link io.github.camelmqttx.examples.storeandforward.SenderRoutes} and
 * {@code application.properties}; {@link io.github.camelmqttx.examples.storeandforward.Sender} is the process that runs
 * it, {@link io.github.camelmqttx.examples.storeandforward.StoreAndForward} kills it and counts.
 */
@NullMarked
package io.github.camelmqttx.examples.storeandforward;

import org.jspecify.annotations.NullMarked;
