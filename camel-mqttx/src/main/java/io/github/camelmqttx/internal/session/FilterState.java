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

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.camelmqttx.internal.client.Subscription;
import io.github.camelmqttx.internal.topic.TopicFilter;
import org.jspecify.annotations.Nullable;

/** One Topic Filter of a session: who wants it and how the broker has it. Confined to the serial context. */
final class FilterState {

    static final int UNKNOWN = -1;
    private static final int MAX_IDENTIFIER = 268_435_455;

    private final TopicFilter filter;
    private final Map<SessionConsumer, Subscription> wanted = new LinkedHashMap<>();
    /** What was last asked of the broker on this connection or confirmed on this session; null if it must be asked. */
    private @Nullable Subscription asked;
    /** What was asked when the broker last granted the filter on its current session. */
    private @Nullable Subscription granted;
    private boolean everGranted;
    private boolean overlapping;
    private boolean identified;
    private int reasonCode = UNKNOWN;
    private @Nullable String problem;
    /** Whether what is known of the broker is of the present connection. */
    private boolean current;

    FilterState(TopicFilter filter) {
        this.filter = filter;
    }

    TopicFilter filter() {
        return filter;
    }

    Map<SessionConsumer, Subscription> wanted() {
        return wanted;
    }

    /** The consumers of this filter that have not been stopped. */
    boolean isWanted() {
        return wanted.keySet().stream().anyMatch(consumer -> !consumer.isStopping());
    }

    /** Another filter of the session can match the same topics. */
    void overlapping() {
        overlapping = true;
    }

    boolean isOverlapping() {
        return overlapping;
    }

    /** Sets whether copies for this filter must be told from copies for other filters by a Subscription Identifier. */
    void identified(boolean value) {
        identified = value;
    }

    /**
     * A Subscription Identifier that is the same in each process that uses this filter, since a broker stamps messages
     * that it keeps for an absent durable session with it.
     */
    int identifier() {
        return Math.floorMod(filter.filter().hashCode(), MAX_IDENTIFIER) + 1;
    }

    boolean isIdentified() {
        return identified;
    }

    /** What the broker should have: for several consumers the most that one of them asks for. */
    Subscription desired() {
        int qos = 0;
        boolean noLocal = true;
        boolean retainAsPublished = false;
        int retainHandling = 2;
        boolean needed = isWanted();
        for (Map.Entry<SessionConsumer, Subscription> wish : wanted.entrySet()) {
            if (needed && wish.getKey().isStopping()) {
                continue;
            }
            Subscription subscription = wish.getValue();
            qos = Math.max(qos, subscription.qos());
            noLocal &= subscription.noLocal();
            retainAsPublished |= subscription.retainAsPublished();
            retainHandling = Math.min(retainHandling, subscription.retainHandling());
        }
        return new Subscription(
                filter.filter(), qos, noLocal, retainAsPublished, retainHandling, identified ? identifier() : 0);
    }

    /**
     * The desired subscription if it must be asked for, else null. Retained messages come once, not at each reconnect.
     */
    @Nullable
    Subscription toAsk() {
        if (!isWanted()) {
            return null;
        }
        Subscription desired = desired();
        if (desired.equals(asked)) {
            return null;
        }
        asked = desired;
        current = false;
        return everGranted && desired.retainHandling() == 0 ? desired.withRetainHandling(1) : desired;
    }

    /** Whether the broker has answered on this connection what is desired, or need not be asked. */
    boolean isCurrent() {
        return current;
    }

    boolean isAsked() {
        return asked != null;
    }

    void askAgain() {
        asked = null;
        current = false;
    }

    /** The broker is being told that the filter is not wanted; whoever wants it from now on asks anew. */
    void unsubscribing() {
        asked = null;
        current = false;
        granted = null;
        reasonCode = UNKNOWN;
        problem = null;
    }

    /** A connection begins. @param keepGrant whether the broker still has what it granted and need not be asked */
    void connected(boolean sessionPresent, boolean keepGrant) {
        if (!sessionPresent) {
            granted = null;
            reasonCode = UNKNOWN;
            problem = null;
        }
        asked = keepGrant ? granted : null;
        current = asked != null;
    }

    void answered(int code, @Nullable String problemText) {
        reasonCode = code;
        problem = problemText;
        current = true;
        if (code < 0x80) {
            granted = asked;
            everGranted = true;
        } else {
            granted = null;
        }
    }

    boolean isAnswered() {
        return reasonCode != UNKNOWN;
    }

    boolean isRefused() {
        return reasonCode >= 0x80;
    }

    SubscriptionStatus status(int requestedQos) {
        return new SubscriptionStatus(
                filter.filter(), requestedQos, isAnswered() && !isRefused() ? reasonCode : -1, reasonCode, problem);
    }
}
