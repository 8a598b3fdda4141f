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
package io.github.camelmqttx.testbed;

/** What a test may need from a broker and not every broker can do. */
public enum Feature {
    MQTT_3_1,
    MQTT_3_1_1,
    MQTT_5,
    /** A TLS listener, present if the broker was built with certificates. */
    TLS,
    /** A WebSocket listener. */
    WEBSOCKET,
    /** {@link Broker#start()}, {@link Broker#stop()}, {@link Broker#kill()}, {@link Broker#restart(boolean)}. */
    LIFECYCLE,
    /** {@link Broker#suspend()} and {@link Broker#resume()}. */
    SUSPEND,
    /** Sessions, retained and queued messages survive {@link Broker#stop()} followed by {@link Broker#start()}. */
    PERSISTENCE,
    /** They also survive {@link Broker#kill()}, without a gap before the last save. */
    CRASH_SAFE,
    /** A client that is taken over gets DISCONNECT with Reason Code 0x8E (MQTT 5). */
    TAKEOVER_REASON_CODE,
    /** Shared Subscriptions of durable sessions are kept over reconnects. */
    DURABLE_SHARED_SUBSCRIPTIONS,
    /** A subscriber that acknowledges late gets as many messages as its Receive Maximum allows. */
    FULL_RECEIVE_WINDOW
}
