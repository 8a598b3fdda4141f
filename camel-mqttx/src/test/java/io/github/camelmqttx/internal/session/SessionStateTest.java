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

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static io.github.camelmqttx.internal.session.SessionState.BACKING_OFF;
import static io.github.camelmqttx.internal.session.SessionState.CLOSED;
import static io.github.camelmqttx.internal.session.SessionState.CLOSING;
import static io.github.camelmqttx.internal.session.SessionState.CONNECTED;
import static io.github.camelmqttx.internal.session.SessionState.CONNECTING;
import static io.github.camelmqttx.internal.session.SessionState.GIVEN_UP;
import static io.github.camelmqttx.internal.session.SessionState.IDLE;
import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("The edges between session states")
class SessionStateTest {

    /** The diagram in the documentation of {@link SessionState}, edge by edge. */
    private static final Map<SessionState, Set<SessionState>> DIAGRAM = new EnumMap<>(
            Map.of(
                    IDLE, EnumSet.of(CONNECTING, CLOSING),
                    CONNECTING, EnumSet.of(CONNECTED, BACKING_OFF, GIVEN_UP, CLOSING),
                    CONNECTED, EnumSet.of(CONNECTING, BACKING_OFF, GIVEN_UP, CLOSING),
                    BACKING_OFF, EnumSet.of(CONNECTING, CLOSING),
                    GIVEN_UP, EnumSet.of(CONNECTING, CLOSING),
                    CLOSING, EnumSet.of(CLOSED),
                    CLOSED, EnumSet.noneOf(SessionState.class)));

    @Test
    void canBecome_everyPair_agreesWithTheDiagram() {
        for (SessionState from : SessionState.values()) {
            Set<SessionState> successors = EnumSet.noneOf(SessionState.class);
            for (SessionState to : SessionState.values()) {
                if (from.canBecome(to)) {
                    successors.add(to);
                }
            }
            assertThat(successors).as("from %s", from).isEqualTo(DIAGRAM.get(from));
        }
    }
}
