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
package io.github.camelmqttx.internal.client.paho;

import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import org.jspecify.annotations.Nullable;

/** What a {@link PahoLink} reports, on any thread; none of the methods blocks. */
interface PahoLinkEvents {

    /** The code of {@link #connectFailed} and {@link Loss} if there is none. */
    int NO_CODE = -1;

    /** CONNACK with success. @param sessionPresent as it was received; MQTT 3.1 has none */
    void connected(boolean sessionPresent);

    /** @param code of the library or of CONNACK, or {@link #NO_CODE} */
    void connectFailed(int code, @Nullable Throwable cause);

    /** The connection is gone without having been asked to. */
    void lost(Loss loss);

    /** DISCONNECT has been sent as asked, or could not be. */
    void left();

    /** A message arrived. A QoS 2 message comes once between PUBREC and PUBREL. */
    void arrived(IncomingMessage message);

    /**
     * A publish is complete: written (QoS 0), or acknowledged.
     *
     * @param message      null if the exchange is one of an earlier connection
     * @param reasonCode   numbered as in MQTT 5.0
     * @param reasonString part of a sentence, or empty
     */
    void completed(@Nullable OutgoingMessage message, int packetId, int reasonCode, String reasonString);

    /**
     * Why a connection was lost.
     *
     * @param byBroker     whether the broker sent DISCONNECT; then the code is its Reason Code
     * @param code         otherwise the library's, or that of a PUBREC, or {@link #NO_CODE}
     * @param reasonString part of a sentence, or empty
     */
    record Loss(boolean byBroker, int code, String reasonString, @Nullable String serverReference, @Nullable Throwable cause) {
    }
}
