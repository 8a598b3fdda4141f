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

import java.util.random.RandomGenerator;

import io.github.camelmqttx.internal.client.ProtocolVersion;

/**
 * Makes the Client Identifier of a session whose own one is used by another client. It is random enough (36^6) not to
 * be that of another session, so it is not claimed in the pool; the original one stays claimed.
 */
final class ClientIdSuffix {

    static final int LENGTH = 6;
    /** Spec: MQTT 3.1 section 3.1, Client Identifier. */
    static final int LONGEST_3_1 = 23;
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

    private ClientIdSuffix() {
    }

    /**
     * The Client Identifier, a hyphen and {@value #LENGTH} random characters of a-z and 0-9; cut before the hyphen so
     * that MQTT 3.1 allows the result, if that is the version spoken.
     */
    static String appendTo(String clientId, ProtocolVersion version, RandomGenerator random) {
        String base = clientId;
        int room = LONGEST_3_1 - LENGTH - 1;
        if (version == ProtocolVersion.MQTT_3_1 && base.length() > room) {
            base = base.substring(0, Character.isHighSurrogate(base.charAt(room - 1)) ? room - 1 : room);
        }
        StringBuilder result = new StringBuilder(base).append('-');
        for (int i = 0; i < LENGTH; i++) {
            result.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return result.toString();
    }
}
