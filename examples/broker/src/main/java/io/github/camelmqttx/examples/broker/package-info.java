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
 * What the examples share: a broker that can be killed, the frame of a run (output, log file, cleaning up, exit code),
 * programs in JVMs of their own, and the books of what was sent and what arrived. Not part of the component, and
 * nothing of it is needed to use the component. Read {@link io.github.camelmqttx.examples.broker.Example} and
 * {@link io.github.camelmqttx.examples.broker.Stage} first.
 */
@NullMarked
package io.github.camelmqttx.examples.broker;

import org.jspecify.annotations.NullMarked;
