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
package io.github.camelmqttx.testbed;

import java.time.Duration;

/** One client's connection as a {@link HostileBroker} sees it. Called in the one thread that drives the broker. */
public interface HostileLink {

    /** Writes bytes as they are. */
    void write(byte[] bytes);

    /** Closes the connection, after what was written before. */
    void close();

    /** Runs something after a while in the thread that drives the broker, unless the connection is gone by then. */
    void later(Duration delay, Runnable task);
}
