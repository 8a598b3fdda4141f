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
package io.github.camelmqttx.internal.outbox.file;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Client Identifiers as names of directories: different ones get different names, of at most 129 characters. */
final class SafeName {

    private static final int LONGEST = 128;
    private static final int KEPT = 64;

    private SafeName() {
    }

    static String of(String clientId) {
        String escaped = escape(clientId);
        if (escaped.isEmpty()) {
            return "%";
        }
        if (escaped.length() <= LONGEST) {
            return escaped;
        }
        return escaped.substring(0, KEPT) + "~" + digest(clientId);
    }

    /** Keeps letters, digits, hyphen and underscore, dots that do not begin the name; the rest becomes {@code %XX}. */
    static String escape(String clientId) {
        StringBuilder name = new StringBuilder();
        for (byte each : clientId.getBytes(UTF_8)) {
            char c = (char) (each & 0xFF);
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_'
                    || c == '.' && !name.isEmpty()) {
                name.append(c);
            } else {
                name.append('%').append(HexFormat.of().withUpperCase().toHexDigits(each));
            }
        }
        return name.toString();
    }

    private static String digest(String clientId) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(clientId.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
