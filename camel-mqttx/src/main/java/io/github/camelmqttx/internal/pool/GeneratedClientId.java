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
package io.github.camelmqttx.internal.pool;

import java.nio.charset.StandardCharsets;

import io.github.camelmqttx.internal.session.SessionSettings;
import io.github.camelmqttx.internal.session.VersionPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Client Identifiers that a generator makes, checked: a broker would refuse an impossible one at each attempt for ever.
 */
final class GeneratedClientId {

    private static final int MAX_BYTES = 65_535;
    /** Spec: MQTT 3.1 section 3.1, Client Identifier. */
    private static final int MAX_BYTES_3_1 = 23;

    private GeneratedClientId() {
    }

    /**
     * The Client Identifier for one more session with these settings.
     *
     * @throws IllegalStateException if the generator has made one that MQTT does not allow
     */
    static String of(SessionSettings settings) {
        @Nullable
        String made = settings.clientIdGenerator().generateClientId();
        int max = settings.version() == VersionPolicy.V3_1 ? MAX_BYTES_3_1 : MAX_BYTES;
        if (made == null || made.isBlank()) {
            throw invalid(settings, "no Client Identifier");
        }
        if (made.indexOf('\0') >= 0) {
            throw invalid(settings, "a Client Identifier with the character U+0000");
        }
        int bytes = made.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > max) {
            throw invalid(settings,
                    "a Client Identifier of " + bytes + " bytes, but " + max + " are allowed with this mqttVersion");
        }
        return made;
    }

    private static IllegalStateException invalid(SessionSettings settings, String what) {
        return new IllegalStateException(
                "The clientIdGenerator " + settings.clientIdGenerator().getClass().getName() + " has made " + what
                                         + " for the brokers " + settings.brokers() + ": correct it, or set clientId");
    }
}
