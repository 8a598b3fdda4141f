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
package io.github.camelmqttx.internal.client;

import org.jspecify.annotations.Nullable;

/**
 * Why an established connection ended.
 *
 * @param reasonCode      Reason Code of the DISCONNECT received or sent, -1 when there was none
 * @param message         a sentence for people, without secrets
 * @param serverReference of the DISCONNECT received, as the broker wrote it, or null. Spec: 5.0 section 3.14.2.2.5
 */
public record Disconnection(
        Kind kind,
        int reasonCode,
        String message,
        @Nullable String serverReference,
        @Nullable Throwable cause) {

    public enum Kind {
        /** The session asked for it. */
        LOCAL,
        /** The broker sent DISCONNECT. */
        BY_BROKER,
        /** The connection was closed or reset without DISCONNECT. */
        CLOSED,
        /** Nothing was received although a PINGREQ was sent. */
        KEEP_ALIVE,
        /** The broker broke the protocol or a limit; we closed. */
        PROTOCOL_ERROR
    }
}
