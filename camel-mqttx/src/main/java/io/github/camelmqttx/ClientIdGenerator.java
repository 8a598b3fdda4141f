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

/**
 * Makes the Client Identifier of a session that has no explicit one. Register a bean and name it in
 * {@code clientIdGenerator=#bean}.
 * <p>
 * Called once for each session, when it is created, so a session keeps its identifier over all its connections. May be
 * called by several threads at once.
 */
@FunctionalInterface
public interface ClientIdGenerator {

    /**
     * @return a Client Identifier: not empty, no U+0000, at most 65 535 bytes of UTF-8; brokers need not accept more
     *         than 23 bytes, nor other characters than 0-9, a-z and A-Z. Spec: 5.0 [MQTT-3.1.3-5], 3.1.1 [MQTT-3.1.3-5]
     */
    String generateClientId();
}
