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
 * Which broker to connect to: addresses, the order of a round, postponing brokers that failed, and when to fail back.
 * <p>
 * Pure: no I/O, no clock, no log; imports only {@code java.*} and jspecify. Times are readings of a monotonic clock in
 * nanoseconds ({@code System.nanoTime()}), handed in by the caller; only their differences mean anything. Any package
 * of this module may depend on it.
 * <p>
 * Reading order: {@link io.github.camelmqttx.internal.broker.BrokerAddress},
 * {@link io.github.camelmqttx.internal.broker.BrokerList}, {@link io.github.camelmqttx.internal.broker.BrokerPlanner},
 * {@link io.github.camelmqttx.internal.broker.FailbackPolicy}, {@link io.github.camelmqttx.internal.broker.Referrals}.
 */
@NullMarked
package io.github.camelmqttx.internal.broker;

import org.jspecify.annotations.NullMarked;
