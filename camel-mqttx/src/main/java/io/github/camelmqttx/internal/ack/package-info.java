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
 * Acknowledgement in arrival order, and recognition of redelivered messages.
 * <p>
 * Reading order: {@code Delivery}, {@code InboundLedger}. Pure bookkeeping: no Camel, no driver, no I/O; confined to
 * the session's serial context unless a type says otherwise. Used by {@code session} and the root package.
 */
@NullMarked
package io.github.camelmqttx.internal.ack;

import org.jspecify.annotations.NullMarked;
