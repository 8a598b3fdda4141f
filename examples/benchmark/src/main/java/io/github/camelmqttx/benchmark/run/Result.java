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

import org.apache.camel.util.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What one measurement found.
 *
 * @param messages     messages counted after the warm-up
 * @param seconds      how long they took
 * @param cpuSeconds   CPU time of the contender's process meanwhile
 * @param lost         messages that the contender took over and that never arrived, warm-up included
 * @param duplicates   messages that arrived again
 * @param failed       publishes that failed with an exception
 * @param firstFailure text of the first such exception, empty if there is none
 * @param latency      at a fixed rate, or null if that was not measured
 */
public record Result(long messages, double seconds, double cpuSeconds, long lost, long duplicates, long failed,
        String firstFailure, @Nullable Latency latency) {
    public double rate() {
        return messages / seconds;
    }

    public double cpuMicrosPerMessage() {
        return cpuSeconds * 1e6 / messages;
    }

    /** Whether the contender has kept what its quality of service promises. */
    public boolean kept(int qos) {
        return messages > 0 && (qos == 0 || lost == 0) && (qos < 2 || duplicates == 0);
    }

    public JsonObject toJson(Settings settings) {
        JsonObject json = new JsonObject();
        json.put("contender", settings.contender().toString());
        json.put("scenario", settings.scenario().name().toLowerCase());
        json.put("qos", settings.qos());
        json.put("window", settings.load().window());
        json.put("payloadBytes", settings.load().payloadBytes());
        json.put("messages", messages);
        json.put("seconds", seconds);
        json.put("messagesPerSecond", rate());
        json.put("cpuMicrosPerMessage", cpuMicrosPerMessage());
        json.put("lost", lost);
        json.put("duplicates", duplicates);
        json.put("failed", failed);
        json.put("firstFailure", firstFailure);
        json.put("kept", kept(settings.qos()));
        if (latency != null) {
            json.put("latencyRate", settings.outbox().rate());
            json.put("latencyP50Millis", latency.p50());
            json.put("latencyP99Millis", latency.p99());
            json.put("latencyP999Millis", latency.p999());
        }
        return json;
    }
}
