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
package io.github.camelmqttx.internal.consumer;

import java.time.Instant;
import java.util.List;

import io.github.camelmqttx.internal.canary.HealingStep;

/**
 * Filters whose probes do not come back. Immutable, for health.
 *
 * @param filters as they are subscribed
 * @param since   the first round that was missed
 * @param rounds  how many were missed since then, 1 or more
 * @param step    what was done about the last one
 */
public record CanaryMiss(List<String> filters, Instant since, int rounds, HealingStep step) {
}
