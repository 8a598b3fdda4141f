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
 * Gives user name and password to the sessions of an endpoint, for example a token that is fetched anew when it is
 * about to expire. Register a bean and name it in {@code credentialsProvider=#bean}.
 * <p>
 * Asked before each attempt to connect, in a thread that may block; the time counts against {@code connectionTimeout},
 * and when that is over the thread is interrupted. May be called by several threads at once, for different sessions.
 */
@FunctionalInterface
public interface CredentialsProvider {

    /**
     * @param  broker    scheme, host and port of the broker that is connected to next, without user information
     * @param  clientId  Client Identifier of the session
     * @throws Exception if there are none at present: the attempt counts as failed, and the session tries again after
     *                   its delay; the message of the exception is logged, so it must not have secrets
     */
    MqttxCredentials credentials(String broker, String clientId) throws Exception;
}
