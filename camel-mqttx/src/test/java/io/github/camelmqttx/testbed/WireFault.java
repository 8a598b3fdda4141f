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

/** What a {@link FaultyWire} does to a packet on its way to the client. */
public enum WireFault {
    /** Written in pieces, cut anywhere. */
    SPLIT,
    /** Held for a while, and what follows with it. */
    DELAY,
    DUPLICATE,
    /** Sent after the next packet. */
    REORDER,
    /** Cut off; then the connection is closed. */
    TRUNCATE_AND_CLOSE,
    /** Cut off; then nothing more comes. */
    TRUNCATE_AND_STALL,
    /** One to three bits flipped. */
    CORRUPT,
    /** Not sent at all. */
    LOSE
}
