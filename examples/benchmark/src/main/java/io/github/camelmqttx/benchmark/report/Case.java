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
package io.github.camelmqttx.benchmark.report;

import io.github.camelmqttx.benchmark.run.Scenario;

/**
 * What the contenders are compared in.
 *
 * @param broker {@code instant}, {@code mosquitto} or {@code host:port}
 */
record Case(Scenario scenario, String broker, int qos) {
    static final String INSTANT = "instant";
    static final String MOSQUITTO = "mosquitto";

    @Override
    public String toString() {
        return scenario.name().toLowerCase() + ", QoS " + qos + ", " + broker;
    }
}
