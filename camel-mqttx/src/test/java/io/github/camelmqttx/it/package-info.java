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
 * Integration tests: routes as a user writes them, against brokers. Each feature and fault that the project promises is
 * named by its id in the display name of a test. Begin with {@link io.github.camelmqttx.it.ItSupport}.
 */
@NullMarked
package io.github.camelmqttx.it;

import org.jspecify.annotations.NullMarked;
