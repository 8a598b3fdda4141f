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

/**
 * Where a session stands. Legal edges are in {@link #canBecome}; {@link #CLOSED} is terminal.
 *
 * <pre>
 *   IDLE ──────► CONNECTING ──────► CONNECTED
 *                 ▲  │  ▲              │
 *                 │  ▼  └──────────────┤ (loss, fail-back)
 *              BACKING_OFF ◄───────────┘ (loss of an unstable connection)
 *   CONNECTING, CONNECTED ──► GIVEN_UP ──► CONNECTING (on demand)
 *   every state ──► CLOSING ──► CLOSED
 * </pre>
 */
public enum SessionState {
    /** Nothing was tried yet. */
    IDLE,
    /** A round over the brokers is under way. */
    CONNECTING,
    /** CONNACK with success received. */
    CONNECTED,
    /** Waiting for the next round. */
    BACKING_OFF,
    /**
     * The bounded number of rounds failed, or no broker will ever take the session, or another client has its Client
     * Identifier; tries again when asked.
     */
    GIVEN_UP,
    /** Ends gracefully. */
    CLOSING,
    /** Ended for good. */
    CLOSED;

    /** Whether the edge from this state to another is legal. */
    public boolean canBecome(SessionState next) {
        return switch (this) {
            case IDLE -> next == CONNECTING || next == CLOSING;
            case CONNECTING -> next == CONNECTED || next == BACKING_OFF || next == GIVEN_UP || next == CLOSING;
            case CONNECTED -> next == CONNECTING || next == BACKING_OFF || next == GIVEN_UP || next == CLOSING;
            case BACKING_OFF -> next == CONNECTING || next == CLOSING;
            case GIVEN_UP -> next == CONNECTING || next == CLOSING;
            case CLOSING -> next == CLOSED;
            case CLOSED -> false;
        };
    }
}
