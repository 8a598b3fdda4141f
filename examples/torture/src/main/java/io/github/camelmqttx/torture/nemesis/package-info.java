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
 * The faults: what is drawn from a seed, and how it is done. The run depends on it, and it on what the run lets it hit.
 * <p>
 * Reading order: {@link io.github.camelmqttx.torture.nemesis.FaultKind},
 * {@link io.github.camelmqttx.torture.nemesis.FaultPlan}, {@link io.github.camelmqttx.torture.nemesis.Nemesis}.
 */
@NullMarked
package io.github.camelmqttx.torture.nemesis;

import org.jspecify.annotations.NullMarked;
