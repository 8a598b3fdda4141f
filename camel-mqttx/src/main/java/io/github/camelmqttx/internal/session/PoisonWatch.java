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

import io.github.camelmqttx.internal.client.OutgoingMessage;
import org.jspecify.annotations.Nullable;

/**
 * Finds the publish that makes the broker close each connection on which it is sent. MQTT 3 has no other way to refuse
 * one; and what is in flight is sent again on the next connection, for ever.
 * <p>
 * The first in line of those in flight is suspected when a connection ends soon after it was sent, since the broker has
 * acknowledged all before it. That alone proves little: a broker may drop the acknowledgements of earlier, good ones
 * when it closes. So from the first strike on, publishes go out one at a time, and only the one that was alone in
 * flight on the last connections is found guilty. Pure; confined to the serial context.
 */
final class PoisonWatch {

    /** So many connections in a row that end soon after the same publish was sent prove it guilty. */
    static final int STRIKES = 3;
    /**
     * The same for a publish whose exchange has gone on: nobody could send it again, and a broker that comes and goes
     * must not cost it.
     */
    static final int STRIKES_OF_STORED = 12;

    /** What to do next. */
    enum Verdict {
        /** Nothing is suspected: publish as the window allows. */
        INNOCENT,
        /** On the next connection, have one publish in flight at a time. */
        ONE_AT_A_TIME,
        /** The first in line is guilty. */
        POISON
    }

    private @Nullable OutgoingMessage suspect;
    private int strikes;

    /**
     * A connection has ended.
     *
     * @param first    the first in line of the publishes in flight, compared by identity; null if there is none
     * @param evidence whether it was the broker that ended the connection, soon after it was sent, for a reason that a
     *                 publish may have given
     */
    Verdict connectionEnded(@Nullable OutgoingMessage first, boolean evidence) {
        if (first == null || !evidence) {
            forget();
            return Verdict.INNOCENT;
        }
        if (first != suspect) {
            suspect = first;
            strikes = 0;
        }
        strikes++;
        return strikes < (first.completeWhenStored() ? STRIKES_OF_STORED : STRIKES) ? Verdict.ONE_AT_A_TIME : Verdict.POISON;
    }

    /** How many connections in a row have ended soon after the same publish. */
    int strikes() {
        return strikes;
    }

    /** Nothing is suspected any more. */
    void forget() {
        suspect = null;
        strikes = 0;
    }

    boolean isSuspicious() {
        return suspect != null;
    }
}
