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
package io.github.camelmqttx.examples.quickstart;

/**
 * How long the acts of the quickstart are.
 *
 * @param calmSeconds     how long all is well, before the kill and after the fail-back
 * @param outageSeconds   how long the preferred broker is away
 * @param failbackSeconds the option {@code failbackDelay}
 */
record Pace(int calmSeconds, int outageSeconds, int failbackSeconds) {

    static Pace of(Arguments arguments) {
        return arguments.isShort() ? new Pace(2, 2, 1) : new Pace(7, 6, 3);
    }
}
