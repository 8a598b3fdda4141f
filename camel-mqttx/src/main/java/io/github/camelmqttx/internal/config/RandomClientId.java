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
package io.github.camelmqttx.internal.config;

import java.security.SecureRandom;

import io.github.camelmqttx.ClientIdGenerator;

/**
 * Makes random Client Identifiers of digits and letters, which every broker accepts. Without a prefix they have 22
 * characters and about 131 random bits. Spec: 5.0 [MQTT-3.1.3-5], 3.1.1 [MQTT-3.1.3-5].
 *
 * @param prefix    put before the random part with a hyphen, or empty
 * @param maxLength of the whole identifier; the random part is shortened to it
 */
record RandomClientId(String prefix, int maxLength) implements ClientIdGenerator {

    /** Longest identifier that MQTT 3.1 allows. */
    static final int MAX_LENGTH_3_1 = 23;
    /** Leaves ten random characters. */
    static final int MAX_PREFIX_3_1 = 12;
    static final int MAX_PREFIX = 65_535 - 23;

    private static final String ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int RANDOM_LENGTH = 22;
    private static final SecureRandom RANDOM = new SecureRandom();

    @Override
    public String generateClientId() {
        StringBuilder id = new StringBuilder(prefix);
        if (!prefix.isEmpty()) {
            id.append('-');
        }
        int end = Math.min(id.length() + RANDOM_LENGTH, maxLength);
        while (id.length() < end) {
            id.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}
