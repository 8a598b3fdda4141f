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
 * Sessions: one Client Identifier's life across connections. Decides which broker is tried when, what is subscribed,
 * which publish goes out next, and what happens to a message that no route wants.
 * <p>
 * Reading order: {@code SessionSettings}, {@code MqttSession}, {@code SessionState}, {@code ConnectionDriver},
 * {@code SubscriptionRegistry}, {@code SessionSnapshot}. Used by {@code pool} and the root package; imports neither
 * Camel nor a driver.
 */
@NullMarked
package io.github.camelmqttx.internal.session;

import org.jspecify.annotations.NullMarked;
