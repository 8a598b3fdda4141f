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

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.internal.client.ConnectFailure.Stage;
import io.github.camelmqttx.internal.client.ConnectResult;
import io.github.camelmqttx.internal.client.Disconnection;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.ScriptedClient;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

@DisplayName("Rounds, delays, versions and fail-back (promise 6; F07, F08, F14)")
class ConnectionDriverTest {

    private static final int UNSUPPORTED_VERSION = 0x84;
    private static final int NOT_AUTHORIZED = 0x87;

    private final SessionFixture f = new SessionFixture();

    private ScriptedClient connect() {
        f.session().connect();
        f.context.run();
        return f.client();
    }

    private void stay(Duration time) {
        f.context.advance(time);
    }

    @Test
    void round_eachBrokerFails_triesEachOnceThenWaitsOnce() {
        f.brokers = "a,b,c";
        CompletableFuture<Void> outcome = f.session().connect();
        f.context.run();
        ScriptedClient client = f.client();
        client.fail();
        client.fail();
        assertThat(outcome).isNotDone();
        client.fail();
        assertThat(f.state()).isEqualTo(SessionState.BACKING_OFF);
        assertThat(client.log()).containsExactly(
                "CONNECT tcp://a:1883 5.0", "CONNECT tcp://b:1883 5.0", "CONNECT tcp://c:1883 5.0");
        Throwable failure = catchThrowable(outcome::join).getCause();
        assertThat(failure).isInstanceOf(MqttxConnectException.class)
                .hasMessageContaining("tcp://a:1883").hasMessageContaining("tcp://b:1883").hasMessageContaining("tcp://c:1883");
        assertThat(failure.getSuppressed()).hasSize(3);
        assertThat(f.events).containsExactly("ROUND_FAILED");
        assertThat(f.context.pendingTimers()).containsExactly(Duration.ofMillis(800));
        stay(Duration.ofMillis(799));
        assertThat(client.connects()).hasSize(3);
        stay(Duration.ofMillis(1));
        assertThat(client.connects()).hasSize(4);
    }

    @Test
    @DisplayName("F08: a broker that appears after an hour is connected to")
    void rounds_failForAnHour_delayDoublesUpToMaximumAndSessionConnectsInTheEnd() {
        connect();
        long attempts = 0;
        for (Duration waited = Duration.ZERO; waited.compareTo(Duration.ofHours(1)) < 0;) {
            f.client().fail();
            attempts++;
            Duration delay = f.context.pendingTimers().get(0);
            assertThat(delay).isLessThanOrEqualTo(SessionFixture.MAX_DELAY);
            waited = waited.plus(delay);
            stay(delay);
        }
        assertThat(attempts).isBetween(450L, 600L);
        f.client().accept(false);
        assertThat(f.state()).isEqualTo(SessionState.CONNECTED);
    }

    @Test
    void attempts_haveRisingNumbers_andLateEventsAreDropped() {
        f.brokers = "a,b";
        ScriptedClient client = connect();
        int first = client.lastConnect().attempt();
        client.fail();
        int second = client.lastConnect().attempt();
        assertThat(second).isGreaterThan(first);
        ConnectResult late = client.result(false, true);
        f.context.run(() -> client.listener().connected(first, late));
        assertThat(f.state()).isEqualTo(SessionState.CONNECTING);
        client.accept(false);
        f.context.run(() -> client.listener().disconnected(
                first, new Disconnection(Disconnection.Kind.CLOSED, -1, "late", null, null)));
        assertThat(f.state()).isEqualTo(SessionState.CONNECTED);
        assertThat(f.session().snapshot().broker()).isEqualTo("tcp://b:1883");
    }

    @Test
    void version_refusedInSoManyWords_triesLowerAtOnceAndRemembers() {
        f.version = VersionPolicy.AUTO;
        ScriptedClient client = connect();
        client.fail(Stage.REFUSED, UNSUPPORTED_VERSION, false);
        client.fail(Stage.REFUSED, UNSUPPORTED_VERSION, false);
        client.accept(false);
        assertThat(client.log()).containsExactly(
                "CONNECT tcp://a:1883 5.0", "CONNECT tcp://a:1883 3.1.1", "CONNECT tcp://a:1883 3.1");
        stay(Duration.ofMinutes(1));
        client.drop();
        assertThat(client.lastConnect().version()).isEqualTo(ProtocolVersion.MQTT_3_1);
    }

    @Test
    void version_closedBeforeConnack_triesLowerAndForgetsTheGuessWhenItDoesNotHelp() {
        f.version = VersionPolicy.AUTO;
        ScriptedClient client = connect();
        client.fail(Stage.NO_CONNACK, -1, true);
        client.fail(Stage.NO_CONNACK, -1, true);
        client.fail(Stage.NO_CONNACK, -1, true);
        assertThat(f.state()).isEqualTo(SessionState.BACKING_OFF);
        stay(Duration.ofSeconds(1));
        assertThat(client.lastConnect().version()).isEqualTo(ProtocolVersion.MQTT_5);
    }

    @Test
    void version_acceptedBefore_isNotLoweredByAHiccup() {
        f.version = VersionPolicy.AUTO;
        ScriptedClient client = connect();
        client.accept(false);
        stay(Duration.ofMinutes(1));
        client.drop();
        client.fail(Stage.NO_CONNACK, -1, true);
        assertThat(f.state()).isEqualTo(SessionState.BACKING_OFF);
        stay(Duration.ofSeconds(1));
        assertThat(client.connects()).extracting("version").containsOnly(ProtocolVersion.MQTT_5);
    }

    @Test
    void version_fixed_isNeverLowered() {
        ScriptedClient client = connect();
        client.fail(Stage.REFUSED, UNSUPPORTED_VERSION, false);
        assertThat(f.state()).isEqualTo(SessionState.GIVEN_UP);
        assertThat(client.connects()).hasSize(1);
    }

    @Test
    void boundedRounds_usedUp_givesUpTellsEverybodyAndTriesAgainOnDemand() {
        f.maxRounds = 2;
        ScriptedClient client = connect();
        SessionFixture.Route route = f.route("r", "t");
        SessionFixture.Publish waiting = f.publish("x");
        client.fail();
        stay(Duration.ofSeconds(1));
        client.fail();
        assertThat(f.state()).isEqualTo(SessionState.GIVEN_UP);
        assertThat(f.events).containsExactly("ROUND_FAILED", "GIVEN_UP");
        assertThat(route.givenUp).hasSize(1);
        assertThat(route.subscription.firstAnswer()).isCompletedExceptionally();
        assertThat(waiting.failure()).isInstanceOf(MqttxConnectException.class);
        stay(Duration.ofHours(1));
        assertThat(client.connects()).hasSize(2);
        assertThat(f.publish("y").failure()).isInstanceOf(MqttxConnectException.class);
        assertThat(client.connects()).hasSize(3);
        SessionFixture.Publish accepted = f.publish("z");
        client.accept(false);
        client.puback();
        assertThat(accepted.outcomes()).isEqualTo(1);
        assertThat(route.subscription.status().get(0).isGranted()).isTrue();
    }

    @Test
    void permanentRefusal_backsOffAtOnceForTheLongestDelay() {
        ScriptedClient client = connect();
        client.fail(Stage.REFUSED, NOT_AUTHORIZED, false);
        assertThat(f.context.pendingTimers()).containsExactly(SessionFixture.MAX_DELAY);
    }

    @Test
    void stableConnectionLost_reconnectsAtOnceAndBeginsDelaysAnew() {
        ScriptedClient client = connect();
        client.fail();
        stay(Duration.ofSeconds(1));
        client.accept(false);
        stay(Duration.ofMinutes(1));
        client.drop();
        assertThat(client.isConnecting()).isTrue();
        client.fail();
        assertThat(f.context.pendingTimers()).containsExactly(Duration.ofMillis(800));
    }

    @Test
    @DisplayName("F14 X07: connections that do not last are made anew with one back-off that keeps growing")
    void unstableConnections_areRetriedAtOnceOnceThenWithGrowingDelays() {
        Disconnection reset = new Disconnection(Disconnection.Kind.CLOSED, -1, "reset", null, new IOException("reset"));
        ScriptedClient client = connect();
        client.accept(false);
        client.drop(reset);
        assertThat(client.isConnecting()).as("first loss").isTrue();
        client.accept(true);
        client.drop(reset);
        assertThat(f.state()).isEqualTo(SessionState.BACKING_OFF);
        assertThat(f.context.pendingTimers()).containsExactly(Duration.ofMillis(800));
        stay(Duration.ofSeconds(1));
        client.accept(true);
        client.drop(reset);
        assertThat(f.events).doesNotContain("TAKEN_OVER");
        assertThat(f.context.pendingTimers()).containsExactly(Duration.ofMillis(1_600));
    }

    @Test
    @DisplayName("F07: Reason Code 0x8E is recognised at once")
    void disconnect_sessionTakenOver_isReported() {
        ScriptedClient client = connect();
        client.accept(false);
        client.drop(new Disconnection(Disconnection.Kind.BY_BROKER, 0x8E, "Session taken over", null, null));
        assertThat(f.events).containsExactly("CONNECTED", "DISCONNECTED", "TAKEN_OVER");
    }

    @Test
    void disconnected_listenersSeeASnapshotWithoutConnection() {
        f.session().addListener((event, detail, snapshot) -> {
            if (event == SessionEvent.DISCONNECTED) {
                assertThat(snapshot.state()).isNotEqualTo(SessionState.CONNECTED);
                f.events.add("seen");
            }
        });
        connect().accept(false);
        f.client().drop();
        assertThat(f.events).contains("seen");
    }

    @Test
    void connectionLost_otherBrokerTakesOver_isReported() {
        f.brokers = "a,b";
        ScriptedClient client = connect();
        client.accept(false);
        client.drop();
        assertThat(client.lastConnect().broker()).as("a was lost soon after it had accepted")
                .isEqualTo(SessionFixture.broker("b"));
        client.accept(false);
        assertThat(f.events).containsExactly("CONNECTED", "DISCONNECTED", "CONNECTED", "FAILED_OVER");
    }

    @Test
    @DisplayName("F13: Session Present 0 where a session should be is reported")
    void reconnect_sessionUnknownToTheSameBroker_isReported() {
        ScriptedClient client = connect();
        client.accept(false);
        assertThat(f.events).containsExactly("CONNECTED");
        client.drop();
        client.accept(false);
        assertThat(f.events).endsWith("CONNECTED", "SESSION_LOST");
    }

    @Test
    void cleanStart_withExpiry_isForTheFirstConnectionOnly() {
        f.cleanStart = true;
        ScriptedClient client = connect();
        client.fail();
        stay(Duration.ofSeconds(1));
        client.accept(false);
        client.drop();
        assertThat(client.connects()).extracting("cleanStart").containsExactly(true, true, false);
    }

    @Test
    void cleanSession_ofMqtt3_isForEachConnection() {
        f.cleanStart = true;
        f.version = VersionPolicy.V3_1_1;
        ScriptedClient client = connect();
        client.accept(false);
        client.drop();
        assertThat(client.connects()).extracting("cleanStart").containsExactly(true, true);
    }

    private ScriptedClient onSecondBroker() {
        f.brokers = "a,b";
        ScriptedClient client = connect();
        client.fail();
        client.accept(false);
        return client;
    }

    @Test
    void failback_preferredBrokerReachable_returnsAfterPublishesAreComplete() {
        ScriptedClient client = onSecondBroker();
        stay(SessionFixture.FAILBACK.minusMillis(1));
        assertThat(f.factory.probes()).isEmpty();
        stay(Duration.ofMillis(1));
        SessionFixture.Publish inFlight = f.publish("first");
        f.factory.answerProbe(true);
        SessionFixture.Publish meanwhile = f.publish("second");
        assertThat(client.log()).doesNotContain("DISCONNECT", "PUBLISH second");
        client.puback();
        stay(Duration.ofMillis(10));
        assertThat(inFlight.outcomes()).isEqualTo(1);
        assertThat(client.log()).endsWith("DISCONNECT", "CONNECT tcp://a:1883 5.0");
        client.accept(false);
        assertThat(client.log()).endsWith("PUBLISH second");
        client.puback();
        assertThat(meanwhile.outcomes()).isEqualTo(1);
        assertThat(f.events).endsWith("CONNECTED", "FAILED_BACK");
        stay(Duration.ofSeconds(1));
        assertThat(f.context.pendingTimers()).as("no further fail-back").isEmpty();
    }

    @Test
    void failback_publishesDoNotComplete_returnsAfterTwoSecondsAndSendsThemAgain() {
        ScriptedClient client = onSecondBroker();
        stay(SessionFixture.FAILBACK);
        SessionFixture.Publish stuck = f.publish("t");
        f.factory.answerProbe(true);
        stay(Duration.ofMillis(SessionObserver.QUIESCE_MILLIS + 10));
        client.accept(false);
        assertThat(client.log()).endsWith("AGAIN t");
        client.puback();
        assertThat(stuck.published + stuck.outcomes()).isEqualTo(1);
    }

    @Test
    @DisplayName("X07 F14 without loss: what is in routes is acknowledged before the session leaves the lesser broker")
    void failback_messagesAreInRoutes_returnsWhenTheyAreAcknowledged() {
        f.brokers = "a,b";
        SessionFixture.Route route = f.route("r", "t");
        ScriptedClient client = f.client();
        client.fail();
        client.accept(false);
        stay(SessionFixture.FAILBACK);
        client.deliver(SessionFixture.message("t", 1, 7), SessionFixture.message("t", 1, 8));
        f.factory.answerProbe(true);
        assertThat(client.isReading()).as("nothing more is taken in").isFalse();
        route.finish(0);
        stay(Duration.ofMillis(100));
        assertThat(client.log()).doesNotContain("DISCONNECT");
        route.finish(1);
        stay(Duration.ofMillis(10));
        assertThat(client.acknowledged()).containsExactly(7, 8);
        assertThat(client.log()).endsWith("DISCONNECT", "CONNECT tcp://a:1883 5.0");
        client.accept(false);
        assertThat(client.isReading()).isTrue();
    }

    @Test
    void failback_routeDoesNotFinish_returnsAfterTwoSecondsWithoutAcknowledgement() {
        f.brokers = "a,b";
        SessionFixture.Route route = f.route("r", "t");
        ScriptedClient client = f.client();
        client.fail();
        client.accept(false);
        stay(SessionFixture.FAILBACK);
        client.deliver(SessionFixture.message("t", 1, 7));
        f.factory.answerProbe(true);
        stay(Duration.ofMillis(SessionObserver.QUIESCE_MILLIS + 10));
        client.accept(false);
        route.finish(0);
        assertThat(client.acknowledged()).as("it belongs to the other broker").isEmpty();
    }

    @Test
    @DisplayName("X07 F14 the buffer was full when the fail-back began: room in it does not let more messages in")
    void failback_readingWasPaused_staysOffAlthoughRoutesMakeRoom() {
        f.brokers = "a,b";
        f.gate = 2;
        SessionFixture.Route route = f.route("r", "t");
        ScriptedClient client = f.client();
        client.fail();
        client.accept(false);
        stay(SessionFixture.FAILBACK);
        client.deliver(SessionFixture.message("t", 1, 7), SessionFixture.message("t", 1, 8));
        assertThat(client.isReading()).as("paused").isFalse();
        f.factory.answerProbe(true);
        int reads = client.reads();
        route.finish(0);
        stay(Duration.ofMillis(InboundRouter.READ_MILLIS + 100));
        assertThat(client.isReading()).as("room again").isFalse();
        assertThat(client.reads()).isEqualTo(reads);
        assertThat(client.log()).doesNotContain("DISCONNECT");
        route.finish(1);
        stay(Duration.ofMillis(10));
        assertThat(client.acknowledged()).containsExactly(7, 8);
        assertThat(client.log()).endsWith("DISCONNECT", "CONNECT tcp://a:1883 5.0");
    }

    @Test
    void failback_messageWithoutRoute_doesNotDelayIt() {
        ScriptedClient client = onSecondBroker();
        stay(SessionFixture.FAILBACK);
        client.deliver(SessionFixture.message("nobody", 1, 7));
        f.factory.answerProbe(true);
        assertThat(client.log()).endsWith("DISCONNECT", "CONNECT tcp://a:1883 5.0");
    }

    @Test
    @DisplayName("F14 no ping-pong: a preferred broker that comes and goes is returned to ever more rarely")
    void failback_preferredBrokerFlapsForHours_returnsAreBounded() {
        ScriptedClient client = onSecondBroker();
        int returns = 0;
        Duration end = Duration.ofHours(4);
        for (Duration passed = Duration.ZERO; passed.compareTo(end) < 0; passed = passed.plusSeconds(1)) {
            stay(Duration.ofSeconds(1));
            if (!f.factory.probes().isEmpty()) {
                f.factory.answerProbe(true);
                client.accept(false);
                returns++;
                stay(Duration.ofSeconds(6));
                client.drop();
                client.accept(true);
            }
        }
        assertThat(returns).isBetween(10, 20);
    }

    @Test
    void failback_probeFails_staysConnectedAndDoublesTheDelay() {
        ScriptedClient client = onSecondBroker();
        stay(SessionFixture.FAILBACK);
        f.factory.answerProbe(false);
        assertThat(f.state()).isEqualTo(SessionState.CONNECTED);
        assertThat(f.context.pendingTimers()).containsExactly(SessionFixture.FAILBACK.multipliedBy(2));
        assertThat(client.log()).doesNotContain("DISCONNECT");
        stay(SessionFixture.FAILBACK.multipliedBy(2));
        assertThat(f.factory.probes()).hasSize(1);
    }

    @Test
    @DisplayName("F14: fail-back reaches the second best broker while the best one is dead")
    void failback_bestBrokerDead_probesTheNextBetterOne() {
        f.brokers = "a,b,c";
        ScriptedClient client = connect();
        client.fail();
        client.fail();
        client.accept(false);
        stay(SessionFixture.FAILBACK);
        f.factory.answerProbe(false);
        assertThat(f.factory.probes()).extracting(probe -> probe.broker().host()).containsExactly("b");
        f.factory.answerProbe(true);
        stay(Duration.ofMillis(10));
        assertThat(client.log()).endsWith("DISCONNECT", "CONNECT tcp://b:1883 5.0");
    }

    @Test
    void failback_preferredBrokerRefuses_goesBackToTheOtherAtOnceAndDoublesTheDelay() {
        ScriptedClient client = onSecondBroker();
        stay(SessionFixture.FAILBACK);
        f.factory.answerProbe(true);
        client.fail();
        assertThat(client.lastConnect().broker()).isEqualTo(SessionFixture.broker("b"));
        client.accept(true);
        assertThat(f.events).doesNotContain("FAILED_BACK", "FAILED_OVER");
        assertThat(f.context.pendingTimers()).containsExactly(SessionFixture.FAILBACK.multipliedBy(2));
    }

    @Test
    void failback_delayShorterThanAPostponement_isNotHeldUpByIt() {
        f.failback = Duration.ofSeconds(3);
        onSecondBroker();
        stay(f.failback);
        assertThat(f.factory.probes()).hasSize(1);
    }

    @Test
    void failback_connectionLostDuringProbe_isForgotten() {
        ScriptedClient client = onSecondBroker();
        stay(SessionFixture.FAILBACK);
        client.drop();
        client.accept(true);
        int connects = client.connects().size();
        f.factory.answerProbe(true);
        stay(Duration.ofSeconds(3));
        assertThat(client.connects()).hasSize(connects);
    }

    @Test
    void reconnect_onLesserBroker_returnsToTheSameBrokerWithDisconnect() {
        ScriptedClient client = onSecondBroker();
        stay(Duration.ofSeconds(50));
        f.session().reconnect("redelivery wanted");
        f.context.run();
        assertThat(client.log()).endsWith("DISCONNECT", "CONNECT tcp://b:1883 5.0");
        client.accept(true);
        assertThat(f.events).endsWith("DISCONNECTED", "CONNECTED");
        assertThat(f.session().snapshot().lastFailure()).isEqualTo("redelivery wanted");
    }

    @Test
    @DisplayName("F06: reconnects for redelivery are slowed down when they follow each other quickly")
    void reconnect_repeatedly_isSlowedDownAndKeepsToTheBroker() {
        f.brokers = "a,b";
        ScriptedClient client = connect();
        client.accept(false);
        for (int i = 0; i < 5; i++) {
            f.session().reconnect("redelivery wanted");
            f.context.run();
            if (i > 0) {
                assertThat(f.state()).isEqualTo(SessionState.BACKING_OFF);
                stay(f.context.pendingTimers().get(0));
            }
            client.accept(true);
        }
        assertThat(client.connects()).extracting("broker").containsOnly(SessionFixture.broker("a"));
        assertThat(f.events).doesNotContain("TAKEN_OVER");
    }

    @Test
    void reconnect_whileBackingOff_triesNow() {
        ScriptedClient client = connect();
        client.fail();
        f.session().reconnect("operator");
        f.context.run();
        assertThat(client.connects()).hasSize(2);
        client.accept(false);
        stay(Duration.ofMinutes(1));
        assertThat(f.context.pendingTimers()).isEmpty();
    }

    @Test
    @DisplayName("X09: a session told to fail over leaves its broker for the next one, and comes back to it later")
    void failOver_twoBrokers_triesTheOtherFirst() {
        f.brokers = "a,b";
        ScriptedClient client = connect();
        client.accept(false);
        stay(Duration.ofMinutes(10));
        f.session().failOver("the canary is dead");
        f.context.run();
        assertThat(client.log()).endsWith("DISCONNECT", "CONNECT tcp://b:1883 5.0");
        client.accept(false);
        assertThat(f.events).endsWith("DISCONNECTED", "CONNECTED", "FAILED_OVER");
        assertThat(f.session().snapshot().lastFailure()).isEqualTo("the canary is dead");
        stay(SessionFixture.FAILBACK);
        f.factory.answerProbe(true);
        assertThat(client.lastConnect().broker()).isEqualTo(SessionFixture.broker("a"));
    }

    @Test
    void failOver_oneBroker_isAReconnect() {
        ScriptedClient client = connect();
        client.accept(false);
        stay(Duration.ofMinutes(10));
        f.session().failOver("the canary is dead");
        f.context.run();
        assertThat(client.log()).endsWith("DISCONNECT", "CONNECT tcp://a:1883 5.0");
    }

    @Test
    void failOver_whileBackingOff_triesNow() {
        ScriptedClient client = connect();
        client.fail();
        f.session().failOver("operator");
        f.context.run();
        assertThat(client.connects()).hasSize(2);
    }
}
