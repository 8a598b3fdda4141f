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
 * What a dead letter is: its topic and its properties. Pure: no Camel, no driver, no I/O, no clock; all types are
 * immutable and safe for use by many threads.
 * <p>
 * Reading order: {@code DeadLetterTopic}, {@code DeadLetterReason}, {@code DeadLetterProperties}. Used by
 * {@code session}, {@code failure}, {@code consumer} and {@code config}.
 */
@NullMarked
package io.github.camelmqttx.internal.deadletter;

import org.jspecify.annotations.NullMarked;
