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
 * The test bed: real brokers, a scripted broker, a fault proxy, certificates and an independent client.
 * <p>
 * For tests and benchmarks of this module only. It uses nothing of the component, so that a fault of the component
 * cannot hide itself in the assertions. Read {@link io.github.camelmqttx.testbed.Broker} and
 * {@link io.github.camelmqttx.testbed.Brokers} first, then {@link io.github.camelmqttx.testbed.TcpProxy},
 * {@link io.github.camelmqttx.testbed.ScriptedBroker} and {@link io.github.camelmqttx.testbed.MqttProbe}.
 * <p>
 * Everything here may be called from any thread. Everything that opens a process, a thread or a socket is
 * {@link java.lang.AutoCloseable}; processes also end with the JVM that started them.
 */
@NullMarked
package io.github.camelmqttx.testbed;

import org.jspecify.annotations.NullMarked;
