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
package io.github.camelmqttx.internal.client.netty;

/**
 * The broker broke a rule of MQTT or exceeded a limit; thrown where it is noticed, turned into DISCONNECT and the end
 * of the connection by {@link Connection}. Spec: 5.0 section 4.13.
 */
final class ProtocolViolation extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int reasonCode;
    private final String advice;

    /** @param message what the broker did, as the rest of a sentence that begins with the broker */
    ProtocolViolation(int reasonCode, String message) {
        this(reasonCode, message, "Check that this is an MQTT broker's port");
    }

    /** @param advice what to do if this happens instead of a CONNACK, without full stop */
    ProtocolViolation(int reasonCode, String message, String advice) {
        super(message, null, false, false);
        this.reasonCode = reasonCode;
        this.advice = advice;
    }

    String advice() {
        return advice;
    }

    int reasonCode() {
        return reasonCode;
    }
}
