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
import io.github.camelmqttx.internal.client.ConnectFailure.Stage;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.ReasonCodes;
import io.github.camelmqttx.internal.client.ScriptedClient;
import io.github.camelmqttx.internal.client.Verdict;
import io.github.camelmqttx.internal.client.VerdictTest.Row;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("M63 promise 6: what a refused connection leads to")
class RefusalTest {

    private static final String TABLE = "io.github.camelmqttx.internal.client.VerdictTest#rows";

    private final SessionFixture f = new SessionFixture();

    private ScriptedClient connect() {
        f.session().connect();
        f.context.run();
        return f.client();
    }

    private void refuse(int reasonCode) {
        f.client().fail(Stage.REFUSED, reasonCode, ReasonCodes.isConnectRetryable(reasonCode));
    }

    @ParameterizedTest
    @MethodSource(TABLE)
    void everyBroker_saysTheSame_sessionDoesWhatTheTableSays(Row row) {
        f.brokers = "a,b";
        ScriptedClient client = connect();
        refuse(row.reasonCode());
        assertThat(client.lastConnect().broker()).as("another broker is asked in any case")
                .isEqualTo(SessionFixture.broker("b"));
        refuse(row.reasonCode());
        switch (row.delay()) {
            case "after the back-off" -> assertThat(f.context.pendingTimers()).containsExactly(Duration.ofMillis(800));
            case "after `reconnectMaxDelay`" ->
                assertThat(f.context.pendingTimers()).containsExactly(SessionFixture.MAX_DELAY);
            default -> {
                assertThat(f.state()).isEqualTo(SessionState.GIVEN_UP);
                assertThat(f.context.pendingTimers()).isEmpty();
            }
        }
        assertThat(f.state() == SessionState.GIVEN_UP).isEqualTo(row.verdict() != Verdict.NEXT_BROKER);
    }

    @ParameterizedTest
    @MethodSource(TABLE)
    void oneBroker_ofTwoIsDown_sessionGoesOn(Row row) {
        f.brokers = "a,b";
        connect();
        refuse(row.reasonCode());
        f.client().fail();
        assertThat(f.state()).isEqualTo(SessionState.BACKING_OFF);
    }

    @Test
    void givenUp_everybodyIsToldWhyAndThePublishTriesAgainLater() {
        SessionFixture.Route route = f.route("r", "t");
        SessionFixture.Publish waiting = f.publish("x");
        refuse(0x85);
        assertThat(f.events).containsExactly("GIVEN_UP");
        assertThat(route.givenUp).hasSize(1);
        assertThat(waiting.failure()).isInstanceOf(MqttxConnectException.class);
        assertThat(f.publish("y").failure()).isInstanceOf(MqttxConnectException.class);
        assertThat(f.client().connects()).as("no attempt for each publish").hasSize(1);
        f.context.advance(SessionFixture.MAX_DELAY);
        assertThat(f.publish("y").failure()).isInstanceOf(MqttxConnectException.class);
        assertThat(f.client().connects()).hasSize(2);
        f.client().accept(false);
        assertThat(f.state()).isEqualTo(SessionState.CONNECTED);
    }

    @Test
    void givenUp_routeStarts_triesAgainAtOnce() {
        connect();
        refuse(0x85);
        f.route("r", "t");
        assertThat(f.client().connects()).hasSize(2);
    }

    @Test
    @DisplayName("a session that has worked is not given up for good on a change of the broker's mind")
    void brokerAcceptedBefore_refusesForGood_isTriedAgain() {
        ScriptedClient client = f.connected();
        f.context.advance(Duration.ofMinutes(1));
        client.drop();
        refuse(0x85);
        assertThat(f.state()).isEqualTo(SessionState.BACKING_OFF);
        assertThat(f.context.pendingTimers()).containsExactly(SessionFixture.MAX_DELAY);
    }

    @Test
    @DisplayName("M64 a guess at the version is no reason to give up: the broker may only be restarting")
    void version_isAGuess_refusalOfTheIdentifierIsNotFinal() {
        f.version = VersionPolicy.AUTO;
        ScriptedClient client = connect();
        client.fail(Stage.NO_CONNACK, -1, true);
        client.fail(Stage.NO_CONNACK, -1, true);
        assertThat(client.lastConnect().version()).isEqualTo(ProtocolVersion.MQTT_3_1);
        refuse(0x85);
        assertThat(f.state()).isEqualTo(SessionState.BACKING_OFF);
        f.context.advance(SessionFixture.MAX_DELAY);
        assertThat(client.lastConnect().version()).isEqualTo(ProtocolVersion.MQTT_5);
    }

    @Test
    @DisplayName("M64 a version refused after a guess does not take away the version above it")
    void version_refusedAfterAGuess_highestIsOfferedAgain() {
        f.version = VersionPolicy.AUTO;
        ScriptedClient client = connect();
        client.fail(Stage.NO_CONNACK, -1, true);
        refuse(0x84);
        refuse(0x84);
        assertThat(f.state()).isEqualTo(SessionState.BACKING_OFF);
        f.context.advance(SessionFixture.MAX_DELAY);
        assertThat(client.lastConnect().version()).isEqualTo(ProtocolVersion.MQTT_5);
    }

    @Test
    void version_allAreRefused_givesUp() {
        f.version = VersionPolicy.AUTO;
        ScriptedClient client = connect();
        refuse(0x84);
        refuse(0x84);
        refuse(0x84);
        assertThat(client.connects()).extracting("version").containsExactly(
                ProtocolVersion.MQTT_5, ProtocolVersion.MQTT_3_1_1, ProtocolVersion.MQTT_3_1);
        assertThat(f.state()).isEqualTo(SessionState.GIVEN_UP);
    }
}
