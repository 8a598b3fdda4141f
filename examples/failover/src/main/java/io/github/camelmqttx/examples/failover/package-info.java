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
 * Two brokers, of which the preferred one is killed under load, then the other one too. Nothing depends on this
 * package. What to copy is in {@link io.github.camelmqttx.examples.failover.FailoverRoutes} and
 * {@code application.properties}; {@link io.github.camelmqttx.examples.failover.Failover} kills the brokers and counts.
 */
@NullMarked
package io.github.camelmqttx.examples.failover;

import org.jspecify.annotations.NullMarked;
