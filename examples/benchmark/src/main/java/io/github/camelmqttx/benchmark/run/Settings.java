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
package io.github.camelmqttx.benchmark.run;

import java.net.InetSocketAddress;
import java.nio.file.Path;

import io.github.camelmqttx.benchmark.contender.ContenderSpec;

/**
 * What one measurement does.
 *
 * @param broker     address of the broker
 * @param generating whether the broker is the instant peer, which makes up messages for a consumer by itself
 * @param qos        0, 1 or 2
 * @param load       sizes and durations
 * @param outbox     what {@link Scenario#OUTBOX} needs besides
 */
public record Settings(ContenderSpec contender, Scenario scenario, InetSocketAddress broker, boolean generating, int qos,
        Load load, Outbox outbox) {
    /**
     * @param window        most messages under way
     * @param payloadBytes  size of a payload, at least 8
     * @param warmupSeconds seconds before the measurement
     * @param seconds       most seconds measured
     * @param messages      most messages measured
     */
    public record Load(int window, int payloadBytes, double warmupSeconds, double seconds, long messages) {
    }

    /**
     * @param directory      folder in which outboxes are made, on the disk that is to be measured
     * @param rate           messages per second when the latency is measured
     * @param latencySeconds how long the latency is measured
     */
    public record Outbox(Path directory, int rate, double latencySeconds) {
    }
}
