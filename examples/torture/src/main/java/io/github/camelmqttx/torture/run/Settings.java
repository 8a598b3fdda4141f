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
package io.github.camelmqttx.torture.run;

import io.github.camelmqttx.torture.Options;

/**
 * What all legs of a run have in common.
 *
 * @param seed         decides the faults
 * @param rate         messages per second that a publisher aims at
 * @param topics       topics per QoS
 * @param window       exchanges that a publisher has under way at most
 * @param payload      bytes
 * @param lateSeconds  what is late
 * @param gapMillis    mean calm between faults
 * @param mqttxOptions further options of the {@code mqttx} endpoints, each beginning with an ampersand, or empty
 */
public record Settings(long seed, int rate, int topics, int window, int payload, int lateSeconds, long gapMillis,
        String mqttxOptions) {

    static Settings of(Options options) {
        return new Settings(
                options.number("seed", 1), options.integer("rate", 2_000), options.integer("topics", 4),
                options.integer("window", 500), options.integer("payload", 100), options.integer("late", 30),
                options.number("gap", 1_000), options.text("mqttx-options", ""));
    }
}
