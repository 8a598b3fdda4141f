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
package io.github.camelmqttx;

import org.jspecify.annotations.Nullable;

/**
 * User name and password for one attempt to connect.
 *
 * @param userName null for none
 * @param password null for none; with MQTT 3.1 and 3.1.1 it needs a user name. Spec: 3.1.1 [MQTT-3.1.2-22]
 */
public record MqttxCredentials(@Nullable String userName, @Nullable String password) {

    /** Says what is given, never what it is. */
    @Override
    public String toString() {
        return "MqttxCredentials[userName " + (userName == null ? "none" : "given") + ", password "
               + (password == null ? "none" : "given") + "]";
    }
}
