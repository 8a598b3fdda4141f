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
package io.github.camelmqttx.internal.executor;

import java.util.concurrent.TimeUnit;

/**
 * Size and patience of an {@link ElasticExecutor}.
 *
 * @param coreWorkers       workers that may use the processors at the same time, at least 1; they stay when idle
 * @param maxWorkers        bound of all workers, at least {@code coreWorkers}
 * @param idleTimeoutNanos  how long a worker above the core waits for a task before it ends, above 0
 * @param closeTimeoutNanos how long {@link ElasticExecutor#close()} waits for accepted tasks, 0 or more
 */
public record ElasticSettings(int coreWorkers, int maxWorkers, long idleTimeoutNanos, long closeTimeoutNanos) {

    /**
     * Default of {@code maxWorkers}. Each worker above the core carries one blocked task, so this many routes can block
     * at once before tasks wait for each other. It is below the thread limits that containers and service managers
     * commonly set.
     */
    public static final int DEFAULT_MAX_WORKERS = 1_024;

    public ElasticSettings {
        if (coreWorkers < 1 || maxWorkers < coreWorkers || idleTimeoutNanos <= 0 || closeTimeoutNanos < 0) {
            throw new IllegalArgumentException(
                    "Illegal worker settings: coreWorkers=" + coreWorkers + " must be at least 1, maxWorkers=" + maxWorkers
                                               + " at least coreWorkers, idleTimeoutNanos=" + idleTimeoutNanos
                                               + " above 0, closeTimeoutNanos=" + closeTimeoutNanos + " at least 0");
        }
    }

    /** As many core workers as processors, two at least; the default maximum, 30 seconds idle, 10 seconds to close. */
    public static ElasticSettings defaults() {
        int core = Math.max(2, Runtime.getRuntime().availableProcessors());
        return new ElasticSettings(
                core, Math.max(core, DEFAULT_MAX_WORKERS), TimeUnit.SECONDS.toNanos(30), TimeUnit.SECONDS.toNanos(10));
    }

    /** The same with another maximum. */
    public ElasticSettings withMaxWorkers(int value) {
        return new ElasticSettings(coreWorkers, value, idleTimeoutNanos, closeTimeoutNanos);
    }
}
