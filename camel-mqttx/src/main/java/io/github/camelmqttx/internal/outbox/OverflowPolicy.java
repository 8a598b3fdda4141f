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
package io.github.camelmqttx.internal.outbox;

/** What happens to a publish for which the outbox has no room. */
public enum OverflowPolicy {
    /** The publishing thread waits for room, at most until the deadline of the message. */
    BLOCK,
    /** The publish fails at once. */
    FAIL,
    /** The messages that wait longest are dropped. */
    DROP_OLDEST,
    /** Messages that wait and have a later one on their topic are dropped; without such the publish fails at once. */
    LATEST_PER_TOPIC
}
