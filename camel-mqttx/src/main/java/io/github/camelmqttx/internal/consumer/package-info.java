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
 * From the session's serial context into routes: lanes that keep the order of each topic, exchanges and what becomes of
 * them, one intake for each time that a consumer is started.
 * <p>
 * Reading order: {@code Intake}, {@code Lanes}, {@code Lane}, {@code MessageRouter}, {@code Canary}. Used by the root
 * package only.
 */
@NullMarked
package io.github.camelmqttx.internal.consumer;

import org.jspecify.annotations.NullMarked;
