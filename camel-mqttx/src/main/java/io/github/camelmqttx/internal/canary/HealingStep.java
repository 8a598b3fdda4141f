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
package io.github.camelmqttx.internal.canary;

/** What is done when probes do not come back, the gentlest first. */
public enum HealingStep {

    RESUBSCRIBE("subscribing again"),
    RECONNECT("connecting again"),
    FAIL_OVER("going to another broker if there is one");

    private final String text;

    HealingStep(String text) {
        this.text = text;
    }

    /** What is being done, as a clause for people. */
    public String text() {
        return text;
    }
}
