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

import java.util.Locale;

/** The two MQTT sessions of the quickstart. */
enum Role {
    /** The simulated devices. */
    DEVICES,
    /** The application that listens to them and gives them commands. */
    PLANT;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The Client Identifier of the session, unique per run so that runs on a shared broker do not take over each other.
     */
    String clientId(String run) {
        return "quickstart-" + label() + "-" + run;
    }
}
