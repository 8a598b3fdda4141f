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
 * One measurement of one contender in one JVM.
 * <p>
 * Only the benchmark's entry point and report may depend on it. Reading order:
 * {@link io.github.camelmqttx.benchmark.run.Settings}, {@link io.github.camelmqttx.benchmark.run.Measurement},
 * {@code InFlight}, {@code Sequences}, {@link io.github.camelmqttx.benchmark.run.Result}.
 */
@NullMarked
package io.github.camelmqttx.benchmark.run;

import org.jspecify.annotations.NullMarked;
