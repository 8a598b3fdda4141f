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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.github.camelmqttx.internal.client.ConnectResult;
import io.github.camelmqttx.internal.client.ScriptedClient;
import io.github.camelmqttx.internal.client.Subscription;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static io.github.camelmqttx.internal.session.SessionFixture.identified;
import static io.github.camelmqttx.internal.session.SessionFixture.message;
import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("Subscriptions (promises 7 and 8; F01, F12, F13, F24)")
class SubscriptionsTest {

    private final SessionFixture f = new SessionFixture();

    private static int identifier(ScriptedClient client, String filter) {
        return client.subscribes().stream().flatMap(List::stream).filter(one -> one.filter().equals(filter))
                .reduce((first, second) -> second).map(Subscription::identifier).orElseThrow();
    }

    @Test
    void suback_granted_completesFirstAnswer() {
        ScriptedClient client = f.connected().grantsAll(false);
        SessionFixture.Route route = f.route("r", "a/#", "b");
        assertThat(route.subscription.firstAnswer()).isNotDone();
        client.answer(1, 1);
        assertThat(route.subscription.firstAnswer().join()).allMatch(SubscriptionStatus::isGranted);
        assertThat(f.context.pendingTimers()).isEmpty();
    }

    @Test
    void subscribe_beforeConnect_handlerIsInPlaceAndSubscribeFollowsConnack() {
        SessionFixture.Route route = f.route("r", "t");
        assertThat(f.client().isConnecting()).isTrue();
        f.client().accept(true);
        f.client().deliver(message("t", 1, 7));
        assertThat(route.ids()).containsExactly(7);
        assertThat(f.client().log()).endsWith("SUBSCRIBE t");
    }

    @Test
    void suback_refused_isReportedAndAskedAgainAfterTheLongestDelay() {
        ScriptedClient client = f.connected().grantsAll(false);
        SessionFixture.Route route = f.route("r", "good", "bad");
        client.answer(1, 0x87);
        List<SubscriptionStatus> answer = route.subscription.firstAnswer().join();
        assertThat(answer).extracting(SubscriptionStatus::isRefused).containsExactly(false, true);
        assertThat(route.refusals).singleElement()
                .satisfies(refusal -> assertThat(refusal.getTopicFilter()).isEqualTo("bad"));
        assertThat(f.events).endsWith("SUBSCRIPTION_REFUSED");
        f.context.advance(SessionFixture.MAX_DELAY.minusMillis(1));
        assertThat(client.subscribes()).hasSize(1);
        f.context.advance(Duration.ofMillis(1));
        assertThat(client.subscribes().get(1)).extracting(Subscription::filter).containsExactly("bad");
        client.answer(1);
        assertThat(route.subscription.status()).allMatch(SubscriptionStatus::isGranted);
        assertThat(f.session().snapshot().subscriptions()).allMatch(SubscriptionStatus::isGranted);
        assertThat(f.context.pendingTimers()).isEmpty();
    }

    @Test
    void suback_lowerQos_isReported() {
        ScriptedClient client = f.connected().grantsAll(false);
        SessionFixture.Route route = f.route(2, "r", "t");
        client.answer(0);
        assertThat(f.events).endsWith("QOS_LOWERED");
        assertThat(route.subscription.status().get(0).grantedQos()).isZero();
    }

    @Test
    @DisplayName("F01: a lost SUBACK ends in a new connection, not in a deaf route")
    void suback_lost_reconnects() {
        ScriptedClient client = f.connected().grantsAll(false);
        SessionFixture.Route route = f.route("r", "t");
        f.context.advance(SessionFixture.CONNECT_TIMEOUT);
        assertThat(client.log()).anyMatch(line -> line.startsWith("ABORT") && line.contains("SUBSCRIBE of t"));
        client.grantsAll(true).accept(true);
        assertThat(route.subscription.status().get(0).isGranted()).isTrue();
        assertThat(f.context.pendingTimers()).isEmpty();
    }

    @Test
    void suback_lateWhileReadingPauses_isWaitedFor() {
        f.gate = 1;
        ScriptedClient client = f.connected();
        SessionFixture.Route slow = f.route("slow", "t");
        client.deliver(message("t", 1, 1));
        client.grantsAll(false);
        f.route("other", "u");
        f.context.advance(SessionFixture.CONNECT_TIMEOUT.multipliedBy(3));
        assertThat(client.isConnected()).isTrue();
        slow.finish(0);
        f.context.advance(SessionFixture.CONNECT_TIMEOUT);
        assertThat(client.log()).anyMatch(line -> line.startsWith("ABORT"));
    }

    @Test
    void reconnect_ofMqtt5_subscribesAnewWithoutRetainedMessagesAgain() {
        ScriptedClient client = f.connected();
        f.route("r", "t");
        client.drop();
        client.accept(true);
        client.drop();
        f.context.advance(Duration.ofSeconds(1));
        client.accept(false);
        assertThat(client.subscribes()).hasSize(3);
        assertThat(client.subscribes()).extracting(one -> one.get(0).retainHandling()).containsExactly(0, 1, 1);
    }

    @Test
    void reconnect_ofMqtt3_subscribesAnewOnlyIfTheSessionIsLost() {
        f.version = VersionPolicy.V3_1_1;
        ScriptedClient client = f.connected();
        SessionFixture.Route route = f.route("r", "t");
        client.drop();
        client.accept(true);
        assertThat(client.subscribes()).hasSize(1);
        assertThat(route.subscription.status().get(0).isGranted()).isTrue();
        client.drop();
        f.context.advance(Duration.ofSeconds(1));
        client.grantsAll(false).accept(false);
        assertThat(client.subscribes()).hasSize(2);
        assertThat(route.subscription.status().get(0).isGranted()).isFalse();
    }

    @Test
    @DisplayName("F01: MQTT 3.1 has no Session Present, so a filter counts as granted only when it was asked for again")
    void reconnect_ofMqtt31_subscribesAnewAlways() {
        f.version = VersionPolicy.V3_1;
        ScriptedClient client = f.connected();
        SessionFixture.Route route = f.route("r", "t");
        client.drop();
        client.grantsAll(false).accept(true);
        assertThat(client.subscribes()).hasSize(2);
        assertThat(route.subscription.status().get(0).isGranted()).isFalse();
    }

    @Test
    void reconnect_ofMqtt3_filterNeverAnswered_isAskedThough() {
        f.version = VersionPolicy.V3_1_1;
        ScriptedClient client = f.connected().grantsAll(false);
        f.route("r", "t");
        client.drop();
        client.accept(true);
        assertThat(client.subscribes()).hasSize(2);
    }

    @Test
    @DisplayName("F24: two consumers of one filter both get its messages")
    void oneFilter_twoConsumers_highestQosForBoth() {
        ScriptedClient client = f.connected();
        SessionFixture.Route low = f.route(1, "low", "t");
        SessionFixture.Route high = f.route(2, "high", "t");
        assertThat(client.subscribes()).extracting(one -> one.get(0).qos()).containsExactly(1, 2);
        client.deliver(message("t", 2, 1));
        low.finish(0);
        assertThat(client.acknowledged()).isEmpty();
        high.finish(0);
        assertThat(client.acknowledged()).containsExactly(1);
    }

    @Test
    @DisplayName("F12: copies for overlapping filters go to their own routes")
    void overlappingFilters_ofMqtt5_areToldApartByIdentifiers() {
        ScriptedClient client = f.connected();
        SessionFixture.Route wide = f.route("wide", "a/#");
        assertThat(identifier(client, "a/#")).isZero();
        SessionFixture.Route narrow = f.route("narrow", "a/b");
        int wideId = identifier(client, "a/#");
        int narrowId = identifier(client, "a/b");
        assertThat(wideId).isPositive().isNotEqualTo(narrowId);
        assertThat(narrowId).isPositive();
        client.deliver(identified("a/b", 1, wideId), identified("a/b", 2, narrowId), identified("a/b", 3, wideId, narrowId));
        assertThat(wide.ids()).containsExactly(1, 3);
        assertThat(narrow.ids()).containsExactly(2, 3);
    }

    @Test
    void overlappingFilters_withoutIdentifiers_matchByTopic() {
        f.session().connect();
        f.context.run();
        ScriptedClient client = f.client();
        ConnectResult result = client.result(false, false);
        client.accept(result);
        SessionFixture.Route wide = f.route("wide", "a/#");
        SessionFixture.Route narrow = f.route("narrow", "a/b");
        assertThat(identifier(client, "a/b")).isZero();
        client.deliver(message("a/b", 1, 1), message("a/c", 1, 2));
        assertThat(wide.ids()).containsExactly(1, 2);
        assertThat(narrow.ids()).containsExactly(1);
    }

    @Test
    @DisplayName("F03: a copy for a stopped route is held, not given to a neighbour")
    void overlappingFilters_oneStoppedOnDurableSession_itsCopiesAreHeldUntilItReturns() {
        ScriptedClient client = f.connected();
        SessionFixture.Route wide = f.route("wide", "a/#");
        SessionFixture.Route narrow = f.route("narrow", "a/b");
        int narrowId = identifier(client, "a/b");
        assertThat(narrow.stop()).isCompleted();
        client.deliver(identified("a/b", 1, narrowId));
        assertThat(wide.received).isEmpty();
        assertThat(client.acknowledged()).isEmpty();
        assertThat(f.route("narrow", "a/b").ids()).containsExactly(1);
    }

    @Test
    void unknownIdentifier_filterWithoutOne_getsTheCopy() {
        ScriptedClient client = f.connected();
        SessionFixture.Route route = f.route("r", "a/b");
        client.deliver(identified("a/b", 1, 4_711));
        assertThat(route.ids()).containsExactly(1);
    }

    @Test
    void stop_oneOfTwoConsumers_leavesTheOtherAlone() {
        f.sessionExpiry = 0;
        ScriptedClient client = f.connected();
        SessionFixture.Route one = f.route("one", "t");
        SessionFixture.Route other = f.route("other", "t", "u");
        assertThat(one.stop()).isCompleted();
        assertThat(client.unsubscribes()).isEmpty();
        client.deliver(message("t", 1, 1));
        assertThat(one.received).isEmpty();
        assertThat(other.ids()).containsExactly(1);
    }

    @Test
    void stop_ofNonDurableSession_completesWithUnsuback() {
        f.sessionExpiry = 0;
        ScriptedClient client = f.connected();
        SessionFixture.Route route = f.route("r", "t");
        client.grantsAll(false);
        CompletableFuture<Void> stopped = route.stop();
        assertThat(stopped).isNotDone();
        assertThat(client.unsubscribes()).containsExactly(List.of("t"));
        client.deliver(message("t", 1, 1));
        assertThat(route.ids()).as("before UNSUBACK").containsExactly(1);
        client.answer(0);
        assertThat(stopped).isCompleted();
        assertThat(f.session().snapshot().subscriptions()).isEmpty();
        assertThat(f.context.pendingTimers()).isEmpty();
    }

    @Test
    void stop_connectionLostBeforeUnsuback_completes() {
        f.sessionExpiry = 0;
        ScriptedClient client = f.connected();
        SessionFixture.Route route = f.route("r", "t");
        client.grantsAll(false);
        CompletableFuture<Void> stopped = route.stop();
        client.drop();
        assertThat(stopped).isCompleted();
        client.accept(false);
        assertThat(client.subscribes()).hasSize(1);
    }

    @Test
    void stop_ofDurableSession_keepsTheSubscription() {
        ScriptedClient client = f.connected();
        SessionFixture.Route route = f.route("r", "t");
        assertThat(route.subscription.isDurable()).isTrue();
        assertThat(route.stop()).isCompleted();
        assertThat(client.unsubscribes()).isEmpty();
    }

    @Test
    void durability_brokerGrantsNoSessionExpiry_isNotAssumed() {
        f.session().connect();
        f.context.run();
        ScriptedClient client = f.client();
        ConnectResult asked = client.result(false, true);
        client.accept(new ConnectResult(
                asked.version(), false, asked.clientId(), 60, 0, 20, 2, true, 1_000, true, true, true, null));
        SessionFixture.Route route = f.route("r", "t");
        assertThat(route.subscription.isDurable()).isFalse();
        route.stop();
        assertThat(client.unsubscribes()).hasSize(1);
    }

    @Test
    void stop_beforeFirstAnswer_failsTheAnswer() {
        f.connected().grantsAll(false);
        SessionFixture.Route route = f.route("r", "t");
        route.stop();
        assertThat(route.subscription.firstAnswer()).isCompletedExceptionally();
    }

    @Test
    @DisplayName("F01: a route that restarts between UNSUBSCRIBE and UNSUBACK is subscribed in the end")
    void restart_beforeUnsuback_subscribesAfterUnsubscribeAndTellsTheTruth() {
        f.sessionExpiry = 0;
        ScriptedClient client = f.connected();
        SessionFixture.Route old = f.route("r", "t");
        client.grantsAll(false);
        CompletableFuture<Void> stopped = old.stop();
        SessionFixture.Route restarted = f.route("r", "t");
        assertThat(restarted.subscription.firstAnswer()).as("the old grant").isNotDone();
        assertThat(client.log()).endsWith("UNSUBSCRIBE t", "SUBSCRIBE t");
        client.answer(0);
        assertThat(stopped).isCompleted();
        client.answer(1);
        assertThat(restarted.subscription.firstAnswer()).isCompleted();
        client.deliver(message("t", 1, 1));
        assertThat(old.received).isEmpty();
        assertThat(restarted.ids()).containsExactly(1);
    }

    @Test
    void restart_withLowerQos_isNotBoundToTheWishOfTheStoppedRoute() {
        f.sessionExpiry = 0;
        ScriptedClient client = f.connected();
        SessionFixture.Route old = f.route(2, "r", "t");
        client.grantsAll(false);
        old.stop();
        f.route(1, "r", "t");
        assertThat(client.subscribes().get(1).get(0).qos()).isEqualTo(1);
    }

    @Test
    void thousandFilters_areAskedForInPacketsAndAllGranted() {
        f.sessionExpiry = 0;
        ScriptedClient client = f.connected();
        String[] filters = IntStream.range(0, 1_000).mapToObj(i -> "f/" + i).toArray(String[]::new);
        SessionFixture.Route route = f.route("r", filters);
        assertThat(client.subscribes()).hasSize(10);
        assertThat(route.subscription.firstAnswer().join()).hasSize(1_000).allMatch(SubscriptionStatus::isGranted);
        assertThat(route.stop()).isCompleted();
        assertThat(client.unsubscribes().stream().mapToInt(List::size).sum()).isEqualTo(1_000);
        assertThat(f.context.pendingTimers()).isEmpty();
    }

    @Test
    void filter_brokerWithoutSharedSubscriptions_isRefusedWithoutAsking() {
        f.session().connect();
        f.context.run();
        ScriptedClient client = f.client();
        ConnectResult asked = client.result(false, true);
        client.accept(new ConnectResult(
                asked.version(), false, asked.clientId(), 60, 60, 20, 2, true, 1_000, true, true, false, null));
        SessionFixture.Route route = f.route("r", "$share/g/t");
        assertThat(route.refusals).singleElement()
                .satisfies(refusal -> assertThat(refusal).hasMessageContaining("Shared Subscriptions"));
        assertThat(client.subscribes()).isEmpty();
    }
}
