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

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.Disconnection;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.ReasonCodes;
import org.jspecify.annotations.Nullable;

/**
 * The Client Identifier in use, and what is done when another client uses it too. Confined to the serial context,
 * except {@link #text} and {@link #isOver}.
 */
final class ClientIdConflict {

    private final String original;
    private final TakeoverPolicy policy;
    private final RandomGenerator random;
    private final TakeoverDetector detector = new TakeoverDetector();
    private volatile String current;
    private volatile @Nullable String text;

    ClientIdConflict(String clientId, TakeoverPolicy policy, RandomGenerator random) {
        this.original = clientId;
        this.current = clientId;
        this.policy = policy;
        this.random = random;
    }

    /** The Client Identifier for the next CONNECT. */
    String clientId() {
        return current;
    }

    void connected(long now) {
        detector.connected(now);
    }

    void attemptFailed() {
        detector.attemptFailed();
    }

    /**
     * A connection has ended. If there is a conflict by now, {@link #text} says so, and with
     * {@link TakeoverPolicy#SUFFIX} {@link #clientId} is another one; the policy is to be applied.
     */
    TakeoverDetector.Finding disconnected(
            BrokerAddress from, Disconnection reason, ProtocolVersion version, long delayNanos, long now) {
        TakeoverDetector.Finding finding = detector.disconnected(reason, now);
        switch (finding) {
            case NONE, TAKEN_OVER -> clearUnlessSuffixed();
            case CONFLICT -> begin(from, version, delayNanos);
            case CONFLICT_GOES_ON -> {
            }
        }
        return finding;
    }

    private void clearUnlessSuffixed() {
        if (!detector.isInConflict() && current.equals(original)) {
            text = null;
        }
    }

    private void begin(BrokerAddress from, ProtocolVersion version, long delayNanos) {
        String who = detector.isCertain()
                ? "another client connects to " + from + " with the Client Identifier '" + current
                  + "' again and again (Session taken over, 0x8E): give each client its own"
                : from + " has closed " + TakeoverDetector.UNEXPLAINED_CLOSES
                  + " connections in a row soon after it had accepted "
                  + "them, without a reason: probably another client uses the Client Identifier '" + current
                  + "' as well (give each client its own), or the broker refuses what this session sends";
        text = who + ". takeoverPolicy=" + switch (policy) {
            case BACKOFF ->
                "backoff: one attempt each " + delayNanos / 1_000_000 + " ms (reconnectMaxDelay) until a connection "
                            + "lasts " + TakeoverDetector.CLEAR_SECONDS + " s";
            case STOP -> "stop: the session gives up";
            case SUFFIX -> "suffix: the session goes on as '" + suffixed(version) + "'";
        };
    }

    private String suffixed(ProtocolVersion version) {
        current = ClientIdSuffix.appendTo(original, version, random);
        detector.clear();
        return current;
    }

    /** Whether a connection has lasted so long that the conflict is over; any thread. */
    boolean isOver(long lastedNanos) {
        return lastedNanos >= TakeoverDetector.CLEAR_SECONDS * 1_000_000_000L && current.equals(original);
    }

    /** The conflict in a clause for people, null if there is none; any thread. */
    @Nullable
    String text() {
        return text;
    }

    /** Why a session with {@link TakeoverPolicy#STOP} has given up. */
    MqttxConnectException failure() {
        return new MqttxConnectException(
                "Session " + original + " has given up: " + text,
                detector.isCertain() ? ReasonCodes.SESSION_TAKEN_OVER : MqttxConnectException.NO_REASON_CODE, false, null);
    }
}
