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
 * What the data-plane canary decides and says: which topics are probed, what a probe carries, and what is done when it
 * does not come back. Pure: no I/O, no clock, no log.
 * <p>
 * Reading order: {@code ProbePlan}, {@code ProbePayload}, {@code HealingLadder}. Used by {@code session} and
 * {@code consumer}.
 */
@NullMarked
package io.github.camelmqttx.internal.canary;

import org.jspecify.annotations.NullMarked;
