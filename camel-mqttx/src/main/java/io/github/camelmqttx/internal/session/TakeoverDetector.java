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

import io.github.camelmqttx.internal.client.Disconnection;
import io.github.camelmqttx.internal.client.Disconnection.Kind;
import io.github.camelmqttx.internal.client.ReasonCodes;

/**
 * Recognises that another client uses the Client Identifier, from how connections end.
 * <p>
 * With Reason Code 0x8E (Session taken over) this is certain: the second one within {@value #WINDOW_SECONDS} s is a
 * conflict. Brokers of MQTT 3.x, and some of 5.0, only close the connection. So three connections in a row that a
 * broker has accepted and closed in an orderly way within {@value #SHORT_SECONDS} s, without a reason, all within
 * {@value #WINDOW_SECONDS} s, count as a conflict too. That is a suspicion: a broker that dislikes what the session
 * sends closes connections in the same way. What a network or a broker that restarts does is not taken for a conflict:
 * silence and protocol errors begin the count anew, and so does an attempt that fails, since the broker of a thief
 * accepts each attempt. A reset does not count, nor does it begin the count anew: it comes from a network that breaks,
 * but also from a broker that closes a connection on which it has not read everything.
 * <p>
 * A connection that lasts for {@value #CLEAR_SECONDS} s ends the conflict.
 * <p>
 * Pure: no I/O, no clock, no log. Confined to the serial context. Times are nanoseconds of a monotonic clock.
 */
final class TakeoverDetector {

    static final int WINDOW_SECONDS = 60;
    static final int SHORT_SECONDS = 30;
    static final int CLEAR_SECONDS = 60;
    static final int UNEXPLAINED_CLOSES = 3;
    private static final long SECOND = 1_000_000_000L;

    /** What the end of a connection means. */
    enum Finding {
        /** Nothing to do with another client. */
        NONE,
        /** Another client has taken the Client Identifier, once. */
        TAKEN_OVER,
        /** There is a conflict; told once for each. */
        CONFLICT,
        /** The conflict goes on. */
        CONFLICT_GOES_ON;

        boolean isConflict() {
            return this == CONFLICT || this == CONFLICT_GOES_ON;
        }
    }

    private final long[] closes = new long[UNEXPLAINED_CLOSES];
    private int closesInARow;
    private boolean takenOverBefore;
    private long lastTakeover;
    private long connectedSince;
    private boolean conflict;
    private boolean certain;

    /** Whether another client may have taken the Client Identifier, as far as the end of one connection can tell. */
    static boolean mayBeTakeover(Disconnection reason) {
        return reason.kind() == Kind.BY_BROKER && reason.reasonCode() == ReasonCodes.SESSION_TAKEN_OVER
                || reason.kind() == Kind.CLOSED && reason.cause() == null;
    }

    void connected(long now) {
        connectedSince = now;
    }

    /** No connection could be made, so nobody else is accepted in its place. */
    void attemptFailed() {
        closesInARow = 0;
    }

    Finding disconnected(Disconnection reason, long now) {
        long lasted = now - connectedSince;
        if (lasted >= CLEAR_SECONDS * SECOND) {
            clear();
        }
        if (reason.kind() == Kind.BY_BROKER && reason.reasonCode() == ReasonCodes.SESSION_TAKEN_OVER) {
            return takenOver(now);
        }
        boolean unexplained = reason.kind() == Kind.CLOSED && reason.cause() == null && lasted < SHORT_SECONDS * SECOND;
        if (unexplained) {
            return closed(now);
        }
        if (reason.kind() != Kind.CLOSED || reason.cause() == null) {
            closesInARow = 0;
        }
        return Finding.NONE;
    }

    private Finding takenOver(long now) {
        boolean again = takenOverBefore && now - lastTakeover < WINDOW_SECONDS * SECOND;
        takenOverBefore = true;
        lastTakeover = now;
        if (conflict) {
            certain = true;
            return Finding.CONFLICT_GOES_ON;
        }
        if (again) {
            conflict = true;
            certain = true;
            return Finding.CONFLICT;
        }
        return Finding.TAKEN_OVER;
    }

    private Finding closed(long now) {
        if (conflict) {
            return Finding.CONFLICT_GOES_ON;
        }
        if (closesInARow == UNEXPLAINED_CLOSES) {
            System.arraycopy(closes, 1, closes, 0, UNEXPLAINED_CLOSES - 1);
            closesInARow--;
        }
        closes[closesInARow++] = now;
        if (closesInARow == UNEXPLAINED_CLOSES && now - closes[0] < WINDOW_SECONDS * SECOND) {
            conflict = true;
            certain = false;
            return Finding.CONFLICT;
        }
        return Finding.NONE;
    }

    boolean isInConflict() {
        return conflict;
    }

    /** Whether the conflict was told by Reason Code 0x8E. */
    boolean isCertain() {
        return certain;
    }

    /** Forgets everything, for another Client Identifier. */
    void clear() {
        closesInARow = 0;
        takenOverBefore = false;
        conflict = false;
        certain = false;
    }
}
