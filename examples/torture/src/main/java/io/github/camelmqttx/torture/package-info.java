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
 * The torture run: routes in child JVMs against real brokers while faults happen, ledgers on both sides, a verdict.
 * <p>
 * Not published. Reading order: {@link io.github.camelmqttx.torture.TortureMain}, then the packages {@code run},
 * {@code nemesis}, {@code route}, {@code ledger}, {@code report}.
 */
@NullMarked
package io.github.camelmqttx.torture;

import org.jspecify.annotations.NullMarked;
