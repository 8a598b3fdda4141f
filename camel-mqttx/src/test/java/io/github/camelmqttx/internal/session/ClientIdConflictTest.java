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

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.internal.client.Disconnection;
import io.github.camelmqttx.internal.client.Disconnection.Kind;
import io.github.camelmqttx.internal.client.ScriptedClient;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

@DisplayName("F07 X08 M28 takeoverPolicy")
class ClientIdConflictTest {

    private static final Disconnection TAKEN_OVER
            = new Disconnection(Kind.BY_BROKER, 0x8E, "Session taken over", null, null);

    private final SessionFixture f = new SessionFixture();

    private ScriptedClient inConflict() {
        ScriptedClient client = f.connected();
        client.drop(TAKEN_OVER);
        assertThat(client.isConnecting()).as("the first time could be chance").isTrue();
        client.accept(true);
        client.drop(TAKEN_OVER);
        return client;
    }

    private long takeovers() {
        return f.events.stream().filter("TAKEN_OVER"::equals).count();
    }

    @Test
    void backoff_conflict_connectsOncePerLongestDelayUntilAConnectionLasts() {
        ScriptedClient client = inConflict();
        assertThat(f.state()).isEqualTo(SessionState.BACKING_OFF);
        assertThat(takeovers()).as("the takeover and the conflict").isEqualTo(2);
        for (int i = 0; i < 5; i++) {
            assertThat(f.context.pendingTimers()).containsExactly(SessionFixture.MAX_DELAY);
            f.context.advance(SessionFixture.MAX_DELAY);
            client.accept(true);
            client.drop(TAKEN_OVER);
        }
        assertThat(takeovers()).as("told once").isEqualTo(2);
        assertThat(client.connects()).hasSize(7);
        assertThat(f.session().snapshot().conflict()).contains("'c1'", "0x8E", "give each client its own", "backoff");
        assertThat(f.session().snapshot().lastFailure()).contains("'c1'");
        f.context.advance(SessionFixture.MAX_DELAY);
        client.accept(true);
        assertThat(f.session().snapshot().conflict()).isNotNull();
        f.context.advance(Duration.ofSeconds(TakeoverDetector.CLEAR_SECONDS));
        assertThat(f.session().snapshot().conflict()).isNull();
        client.drop();
        assertThat(client.isConnecting()).as("an ordinary loss").isTrue();
        assertThat(f.session().snapshot().conflict()).isNull();
    }

    @Test
    @DisplayName("F07 without Reason Code: recognised at the third cycle")
    void backoff_brokerGivesNoReason_isRecognisedAtTheThirdClose() {
        ScriptedClient client = f.connected();
        client.drop();
        client.accept(true);
        client.drop();
        f.context.advance(f.context.pendingTimers().get(0));
        client.accept(true);
        assertThat(f.events).doesNotContain("TAKEN_OVER");
        client.drop();
        assertThat(f.events).endsWith("TAKEN_OVER");
        assertThat(f.context.pendingTimers()).containsExactly(SessionFixture.MAX_DELAY);
        assertThat(f.session().snapshot().conflict()).contains("closed 3 connections", "probably", "or the broker refuses");
    }

    @Test
    void stop_conflict_givesUpTellsRoutesAndTriesAgainOnDemandButNotOften() {
        f.takeover = TakeoverPolicy.STOP;
        SessionFixture.Route route = f.route("r", "t");
        f.client().accept(true);
        f.client().drop(TAKEN_OVER);
        f.client().accept(true);
        SessionFixture.Publish waiting = f.publish("x");
        f.client().drop(TAKEN_OVER);
        assertThat(f.state()).isEqualTo(SessionState.GIVEN_UP);
        assertThat(f.events).endsWith("DISCONNECTED", "TAKEN_OVER", "GIVEN_UP");
        assertThat(route.givenUp).hasSize(1);
        assertThat(route.givenUp.get(0)).hasMessageContaining("'c1'").hasMessageContaining("takeoverPolicy=stop");
        assertThat(route.givenUp.get(0).getReasonCode()).isEqualTo(0x8E);
        assertThat(waiting.failure()).isInstanceOf(MqttxConnectException.class);
        f.context.advance(SessionFixture.MAX_DELAY.minusMillis(1));
        assertThat(f.publish("y").failure()).isInstanceOf(MqttxConnectException.class);
        assertThat(f.client().connects()).as("no attempt for each publish").hasSize(2);
        f.context.advance(Duration.ofMillis(1));
        assertThat(f.publish("z").failure()).isInstanceOf(MqttxConnectException.class);
        assertThat(f.client().connects()).hasSize(3);
        f.client().accept(true);
        f.client().drop(TAKEN_OVER);
        assertThat(f.state()).as("at once, the conflict goes on").isEqualTo(SessionState.GIVEN_UP);
    }

    @Test
    void suffix_conflict_goesOnWithAnIdentifierOfItsOwn() {
        f.takeover = TakeoverPolicy.SUFFIX;
        f.sessionExpiry = 0;
        f.cleanStart = true;
        ScriptedClient client = inConflict();
        f.context.advance(f.context.pendingTimers().get(0));
        assertThat(client.connects()).extracting("clientId").containsExactly("c1", "c1", "c1-aaaaaa");
        client.accept(false);
        assertThat(f.session().clientId()).as("the pool's name of the session").isEqualTo("c1");
        f.context.advance(Duration.ofMinutes(5));
        assertThat(f.session().snapshot().conflict()).contains("'c1'", "'c1-aaaaaa'");
        client.drop();
        assertThat(client.lastConnect().clientId()).isEqualTo("c1-aaaaaa");
        assertThat(f.session().snapshot().conflict()).isNotNull();
    }

    @Test
    @DisplayName("F07 a broker that restarts again and again is not taken for a thief")
    void brokerRestarts_again_isNoConflict() {
        ScriptedClient client = f.connected();
        for (int i = 0; i < 5; i++) {
            client.drop();
            if (!client.isConnecting()) {
                f.context.advance(f.context.pendingTimers().get(0));
            }
            client.fail();
            f.context.advance(f.context.pendingTimers().get(0));
            client.accept(true);
        }
        assertThat(f.events).doesNotContain("TAKEN_OVER");
        assertThat(f.session().snapshot().conflict()).isNull();
    }

    @Test
    void backingOffInAConflict_connect_namesTheConflict() {
        inConflict();
        var outcome = f.session().connect();
        f.context.run();
        assertThat(outcome).isCompletedExceptionally();
        assertThat(catchThrowable(outcome::join).getCause()).hasMessageContaining("Client Identifier 'c1'");
    }
}
