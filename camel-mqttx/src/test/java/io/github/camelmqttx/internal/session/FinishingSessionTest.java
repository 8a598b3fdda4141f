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

import java.time.Duration;

import io.github.camelmqttx.internal.client.Disconnection;
import io.github.camelmqttx.internal.client.Disconnection.Kind;
import io.github.camelmqttx.internal.client.ScriptedClient;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.camelmqttx.internal.session.SessionFixture.message;
import static org.assertj.core.api.Assertions.assertThat;

/** The last route stops while messages are in it, and another process takes the Client Identifier over. */
class FinishingSessionTest {

    private final SessionFixture f = new SessionFixture();

    /** A route that has a message in work. */
    private SessionFixture.Route busyRoute(ScriptedClient client) {
        SessionFixture.Route route = f.route("r", "t");
        client.deliver(message("t", 1, 1));
        return route;
    }

    private void end(ScriptedClient client, Kind kind, int code) {
        client.drop(new Disconnection(kind, code, "gone", null, null));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({ "BY_BROKER, 142", "CLOSED, -1" })
    @DisplayName("M49 M28 F16 taken over while its last route finishes: the session does not take the identifier back")
    void takeover_lastRouteStops_sessionGivesWay(Kind kind, int code) {
        ScriptedClient client = f.connected();
        SessionFixture.Route route = busyRoute(client);
        route.stop();
        end(client, kind, code);
        f.context.advance(SessionFixture.MAX_DELAY.minusMillis(1));
        assertThat(client.connects()).hasSize(1);
        route.finish(0);
        assertThat(f.close()).isCompleted();
        assertThat(client.connects()).hasSize(1);
    }

    @Test
    @DisplayName("M49 F16 the connection breaks while the last route finishes: the session connects again for its acknowledgements")
    void breakOfConnection_lastRouteStops_sessionConnectsAgain() {
        ScriptedClient client = f.connected();
        busyRoute(client).stop();
        end(client, Kind.KEEP_ALIVE, -1);
        f.context.advance(Duration.ofMillis(1));
        assertThat(client.connects()).hasSize(2);
    }

    @Test
    @DisplayName("M49 M28 taken over while a route goes on: the session connects again at once")
    void takeover_routeGoesOn_sessionConnectsAgain() {
        ScriptedClient client = f.connected();
        busyRoute(client);
        end(client, Kind.CLOSED, -1);
        f.context.advance(Duration.ofMillis(1));
        assertThat(client.connects()).hasSize(2);
    }

    @Test
    @DisplayName("M49 taken over while its last route finishes and a publish is in flight: the session connects again for it")
    void takeover_publishInFlight_sessionConnectsAgain() {
        ScriptedClient client = f.connected();
        SessionFixture.Route route = busyRoute(client);
        f.publish("out");
        route.stop();
        end(client, Kind.CLOSED, -1);
        f.context.advance(Duration.ofMillis(1));
        assertThat(client.connects()).hasSize(2);
    }
}
