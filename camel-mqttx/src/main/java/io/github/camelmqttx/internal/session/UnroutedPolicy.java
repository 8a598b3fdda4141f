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
package io.github.camelmqttx.internal.session;

/** What happens to a received message that belongs to no running route. */
public enum UnroutedPolicy {
    /** Kept without acknowledgement until a route takes it or the connection ends. */
    HOLD,
    /** Published to the dead letter topic, then acknowledged; counted and logged. */
    DEAD_LETTER,
    /** Acknowledged and thrown away; counted and logged. */
    ACKNOWLEDGE
}
