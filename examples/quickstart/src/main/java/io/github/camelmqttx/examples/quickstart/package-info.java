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
 * The quickstart: a Camel application whose routes talk over two MQTT brokers, of which one is killed.
 * <p>
 * Reading order: the routes ({@code routes/plant.camel.yaml} and
 * {@link io.github.camelmqttx.examples.quickstart.DeviceRoutes}), {@code application.properties},
 * {@link io.github.camelmqttx.examples.quickstart.Ledger} for what is counted and
 * {@link io.github.camelmqttx.examples.quickstart.Scenario} for what happens when.
 */
@NullMarked
package io.github.camelmqttx.examples.quickstart;

import org.jspecify.annotations.NullMarked;
