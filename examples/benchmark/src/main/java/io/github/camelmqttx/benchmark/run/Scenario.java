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

/** What is measured. */
public enum Scenario {
    /** A route publishes; a message counts when the component has completed its exchange. */
    PUBLISH,
    /** A route consumes; a message counts when it has reached the route's processor. */
    CONSUME,
    /** One route publishes what another route of the same JVM consumes; a message counts when both have happened. */
    ROUTE,
    /**
     * As {@link #PUBLISH}, with an outbox on disk if the options of the contender say so; a process of its own counts
     * what arrives, and the latency at a fixed rate is measured as well.
     */
    OUTBOX
}
