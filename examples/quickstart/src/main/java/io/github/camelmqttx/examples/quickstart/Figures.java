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
package io.github.camelmqttx.examples.quickstart;

/**
 * The figures of one or more flows. {@code sent} is always {@code received + inFlight + lost}.
 *
 * @param sent       messages given to the producer
 * @param received   of these, those that arrived in a route, each counted once
 * @param inFlight   of these, those that wait in the application, are under way or are held by a broker that can still
 *                   deliver
 * @param duplicates arrivals beyond the first one of a message
 * @param lost       of these, those that have not arrived although nothing can be holding them any more
 */
record Figures(long sent, long received, long inFlight, long duplicates, long lost) {

    static final Figures NONE = new Figures(0, 0, 0, 0, 0);

    Figures plus(Figures other) {
        return new Figures(
                sent + other.sent, received + other.received, inFlight + other.inFlight, duplicates + other.duplicates,
                lost + other.lost);
    }
}
