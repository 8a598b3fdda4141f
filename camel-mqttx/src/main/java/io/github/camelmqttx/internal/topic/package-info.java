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
 * Topic Names, Topic Filters, the topic part of an endpoint URI, and finding the receivers of a message.
 * <p>
 * Pure: no I/O, no clock, no log; imports only {@code java.*}, jspecify and the exceptions of the root package. Any
 * package of this module may depend on it.
 * <p>
 * Reading order: {@link io.github.camelmqttx.internal.topic.TopicName},
 * {@link io.github.camelmqttx.internal.topic.TopicFilter}, {@link io.github.camelmqttx.internal.topic.FilterMatcher},
 * {@link io.github.camelmqttx.internal.topic.TopicPath}.
 */
@NullMarked
package io.github.camelmqttx.internal.topic;

import org.jspecify.annotations.NullMarked;
