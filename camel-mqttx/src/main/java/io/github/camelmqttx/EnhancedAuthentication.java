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

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Enhanced authentication with MQTT 5.0, for example SCRAM. Register a bean and name it in
 * {@code enhancedAuthentication=#bean}.
 * <p>
 * Called in threads that may block; the time counts against {@code connectionTimeout}, and when that is over the thread
 * is interrupted. The bean may be called by several threads at once, each {@link Exchange} by one at a time. Spec: 5.0
 * section 4.12.
 */
public interface EnhancedAuthentication {

    /** The Authentication Method, a name that client and broker have agreed on. Spec: 5.0 section 3.1.2.11.9 */
    String method();

    /**
     * Begins the authentication of one connection, or its repetition while the connection stays up.
     *
     * @param  broker    scheme, host and port of the broker, without user information
     * @param  clientId  Client Identifier of the session
     * @throws Exception if it cannot begin: the attempt counts as failed, its message is logged
     */
    Exchange begin(String broker, String clientId) throws Exception;

    /**
     * The steps of one authentication. An exception ends it and the connection, with Reason Code 0x80 (Unspecified
     * error; a client has no other for this) and the message of the exception in the log; the session tries again after
     * its delay. Before the first packet of a repetition it ends nothing: the repetition is tried again after 30
     * seconds, or earlier if {@link #repeatAfter()} says so.
     */
    interface Exchange {

        /** Authentication Data for CONNECT, or for the AUTH packet that begins a repetition; null for none. */
        byte @Nullable [] first() throws Exception;

        /**
         * Answers an AUTH packet of the broker with Reason Code 0x18 (continue authentication).
         *
         * @param  data the broker's Authentication Data, or null
         * @return      Authentication Data of the answer, or null
         */
        byte @Nullable [] next(byte @Nullable [] data) throws Exception;

        /**
         * The broker has accepted; checks what it says of itself.
         *
         * @param data Authentication Data of CONNACK, or of the AUTH packet that ends a repetition; or null
         */
        void accepted(byte @Nullable [] data) throws Exception;

        /**
         * How long after it was accepted the authentication is to be repeated while the connection stays up, for
         * example shortly before a token expires. Asked once, after {@link #accepted}. The repetition is an exchange of
         * its own. Messages flow on meanwhile. Spec: 5.0 section 4.12.1
         *
         * @return 1 second or more; null for never
         */
        default @Nullable Duration repeatAfter() throws Exception {
            return null;
        }
    }
}
