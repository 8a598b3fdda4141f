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

import java.nio.charset.StandardCharsets;

import io.github.camelmqttx.internal.client.ReasonCodes;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Recognises peers that do not speak MQTT by the first bytes they send. Stateless. */
final class ForeignPeer {

    private static final int TLS_ALERT = 0x15;
    /** No packet that may come first begins with so many printable characters. */
    private static final int LEAST_TEXT = 4;
    private static final int MOST_TEXT = 60;

    private ForeignPeer() {
    }

    /** What the peer is, or null if it may speak MQTT. */
    static @Nullable ProtocolViolation recognise(ByteBuf bytes, int from, int end) {
        int first = bytes.getUnsignedByte(from);
        if (first == TLS_ALERT) {
            return found("answered with a TLS alert, so this is a TLS port. Use mqtts:// (or wss://) for it");
        }
        if (first == 'H') {
            return found("answered in HTTP, so this is not an MQTT port. Use its MQTT port, or ws:// (or wss://)");
        }
        String text = text(bytes, from, end);
        if (text.startsWith("SSH-")) {
            return found("answered '" + text + "', so this is an SSH server. Use the port of the broker");
        }
        return text.length() < LEAST_TEXT
                ? null
                : found("answered with the text '" + text + "', so this is not an MQTT port. Use the port of the broker");
    }

    private static String text(ByteBuf bytes, int from, int end) {
        int i = from;
        while (i < end && i - from < MOST_TEXT && isPrintable(bytes.getUnsignedByte(i))) {
            i++;
        }
        return bytes.toString(from, i - from, StandardCharsets.US_ASCII);
    }

    private static boolean isPrintable(int character) {
        return character >= ' ' && character <= '~';
    }

    private static ProtocolViolation found(String what) {
        return new ProtocolViolation(ReasonCodes.MALFORMED_PACKET, what);
    }
}
