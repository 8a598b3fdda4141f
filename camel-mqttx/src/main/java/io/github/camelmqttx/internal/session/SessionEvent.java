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

/** What can happen to a session that people want to know of. */
public enum SessionEvent {
    CONNECTED,
    DISCONNECTED,
    /** A round over all brokers failed. */
    ROUND_FAILED,
    /** Connected to another broker than before. */
    FAILED_OVER,
    /** Returned to the preferred broker. */
    FAILED_BACK,
    /** The broker did not know a session that should have been there. */
    SESSION_LOST,
    /** Another client took the Client Identifier, or seems to take it again and again. */
    TAKEN_OVER,
    /** A broker has sent the session elsewhere, and it goes there. */
    REDIRECTED,
    /** A broker has sent the session elsewhere, and it does not go there. */
    REDIRECT_IGNORED,
    SUBSCRIPTION_REFUSED,
    /** The broker granted a lower QoS than requested. */
    QOS_LOWERED,
    /** A slow or suspended route holds up acknowledgements of its neighbours. */
    HELD_UP,
    /** A message without a route was received. */
    UNROUTED,
    /** Probes of a canary have not come back; the session is being healed. */
    CANARY_MISSED,
    /** Probes come back again. */
    CANARY_RECOVERED,
    /** The session does not try to connect any more until it is asked to. */
    GIVEN_UP,
    CLOSED
}
