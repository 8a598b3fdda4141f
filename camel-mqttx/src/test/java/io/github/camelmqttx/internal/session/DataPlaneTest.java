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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.github.camelmqttx.internal.ack.Delivery;
import io.github.camelmqttx.internal.canary.ProbePayload;
import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.PublishCallback;
import io.github.camelmqttx.internal.client.Subscription;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class DataPlaneTest {

    private final SessionFixture fixture = new SessionFixture();
    private final List<String> outcomes = new ArrayList<>();

    private OutgoingMessage probe(long timeoutSeconds) {
        return new OutgoingMessage("a/mqttx-canary", new byte[24], 1, false, null, new PublishCallback() {
            @Override
            public void published(OutgoingMessage message) {
                outcomes.add("published");
            }

            @Override
            public void failed(OutgoingMessage message, Throwable cause) {
                outcomes.add("failed");
            }
        }, fixture.context.nanoTime() + Duration.ofSeconds(timeoutSeconds).toNanos());
    }

    private boolean publish(DataPlane plane, OutgoingMessage message) {
        boolean[] taken = new boolean[1];
        fixture.context.run(() -> {
            taken[0] = plane.publish(message);
            plane.flush();
        });
        return taken[0];
    }

    private <T> T in(Supplier<T> query) {
        List<T> answer = new ArrayList<>();
        fixture.context.run(() -> answer.add(query.get()));
        return answer.get(0);
    }

    @Test
    @DisplayName("X09 all filters of one consumer are subscribed again, those of others are not, retained messages stay away")
    void resubscribe_allFiltersOfTheConsumer() {
        SessionFixture.Route one = fixture.route("one", "a/#", "b/#");
        fixture.route("two", "c/#");
        fixture.connected();
        fixture.context.run();
        DataPlane plane = one.subscription.dataPlane();
        assertThat(in(plane::isAnswered)).isTrue();
        fixture.client().grantsAll(false);
        int before = fixture.client().subscribes().size();
        fixture.context.run(plane::resubscribe);
        assertThat(fixture.client().subscribes().subList(before, before + 1)).singleElement().satisfies(batch -> {
            assertThat(batch).extracting(Subscription::filter).containsExactly("a/#", "b/#");
            assertThat(batch).extracting(Subscription::retainHandling).containsOnly(1);
        });
        assertThat(in(plane::isAnswered)).isFalse();
        fixture.client().answer(1, 1);
        assertThat(in(plane::isAnswered)).isTrue();
    }

    @ParameterizedTest(name = "X09 MQTT {0}")
    @EnumSource(value = VersionPolicy.class, names = { "V5", "V3_1_1" })
    @DisplayName("X09 on a resumed session the filters count as answered after SUBACK, or at once if they are not asked for")
    void resumedSession_answeredAfterSuback(VersionPolicy version) {
        fixture.version = version;
        SessionFixture.Route route = fixture.route("one", "a/#");
        fixture.connected();
        fixture.context.run();
        DataPlane plane = route.subscription.dataPlane();
        int first = in(plane::connection);
        fixture.client().drop();
        assertThat(in(plane::connection)).isZero();
        assertThat(in(plane::isAnswered)).isFalse();
        fixture.client().grantsAll(false);
        fixture.client().accept(true);
        assertThat(in(plane::connection)).isGreaterThan(first);
        assertThat(in(plane::isAnswered)).isEqualTo(version == VersionPolicy.V3_1_1);
        if (version == VersionPolicy.V5) {
            fixture.client().answer(1);
        }
        assertThat(in(plane::isAnswered)).isTrue();
        assertThat(in(() -> plane.isGranted("a/#"))).isTrue();
        assertThat(in(() -> plane.isGranted("b/#"))).isFalse();
    }

    @Test
    @DisplayName("X09 a change is told when a connection begins and when a filter is answered, until nobody listens")
    void onChange_toldAtAnswers() {
        SessionFixture.Route route = fixture.route("one", "a/#");
        DataPlane plane = route.subscription.dataPlane();
        int[] changes = new int[1];
        fixture.context.run(() -> plane.onChange(() -> changes[0]++));
        fixture.connected();
        fixture.context.run();
        assertThat(changes[0]).isEqualTo(2);
        fixture.context.run(() -> plane.onChange(null));
        fixture.client().drop();
        fixture.client().accept(false);
        fixture.context.run();
        assertThat(changes[0]).isEqualTo(2);
    }

    @Test
    @DisplayName("X09 a probe goes past the outbox, now or not at all, and its room is given back")
    void publish_pastTheOutbox() {
        fixture.outboxMessages = 1;
        fixture.maximumInflight = 2;
        SessionFixture.Route route = fixture.route("one", "a/#");
        DataPlane plane = route.subscription.dataPlane();
        assertThat(publish(plane, probe(10))).as("no connection").isFalse();
        fixture.connected();
        fixture.context.run();
        assertThat(publish(plane, probe(10))).isTrue();
        assertThat(publish(plane, probe(10))).isTrue();
        assertThat(publish(plane, probe(10))).as("no room in the window").isFalse();
        fixture.client().puback();
        fixture.client().puback();
        fixture.workers.run();
        assertThat(outcomes).containsExactly("published", "published");
        assertThat(fixture.counters().inflight()).isZero();
        assertThat(fixture.counters().waiting()).isZero();
        SessionFixture.Publish normal = fixture.publish("t");
        fixture.client().puback();
        assertThat(normal.outcomes()).isEqualTo(1);
    }

    @Test
    @DisplayName("X09 a probe that is late is not sent again to a broker that does not know the session")
    void lateProbe_isNotSentAgain() {
        SessionFixture.Route route = fixture.route("one", "a/#");
        DataPlane plane = route.subscription.dataPlane();
        fixture.connected();
        fixture.context.run();
        publish(plane, probe(10));
        fixture.context.advance(Duration.ofSeconds(11));
        fixture.workers.run();
        assertThat(outcomes).containsExactly("failed");
        fixture.client().drop();
        fixture.client().accept(false);
        assertThat(fixture.client().log()).doesNotContain("AGAIN a/mqttx-canary");
    }

    @Test
    @DisplayName("X09 held up: reading paused, or as many messages unacknowledged as a broker's window may have")
    void heldUp_pausedOrManyUnacknowledged() {
        fixture.gate = 12;
        SessionFixture.Route route = fixture.route("one", "a/#");
        DataPlane plane = route.subscription.dataPlane();
        fixture.connected();
        for (int id = 1; id <= 9; id++) {
            fixture.client().deliver(SessionFixture.message("a/b", 1, id));
        }
        assertThat(in(plane::isHeldUp)).isFalse();
        fixture.client().deliver(SessionFixture.message("a/b", 1, 10));
        assertThat(in(plane::isHeldUp)).isTrue();
        assertThat(in(plane::pauses)).isZero();
        fixture.client().deliver(SessionFixture.message("a/b", 1, 11), SessionFixture.message("a/b", 1, 12));
        assertThat(in(plane::pauses)).isEqualTo(1);
        List.copyOf(route.received).forEach(Delivery::complete);
        fixture.context.run();
        assertThat(in(plane::isHeldUp)).isFalse();
        assertThat(in(plane::received)).isEqualTo(12);
    }

    @Test
    @DisplayName("X09 a probe that no route takes is acknowledged, not held, and not called unrouted")
    void unroutedProbe_isAcknowledged() {
        fixture.unrouted = UnroutedPolicy.DEAD_LETTER;
        fixture.connected();
        fixture.client().deliver(new IncomingMessage(
                "a/mqttx-canary", new ProbePayload(1, 2).encode(), 1, false, false, 5, null));
        assertThat(fixture.client().acknowledged()).containsExactly(5);
        assertThat(fixture.events).doesNotContain("UNROUTED");
        assertThat(fixture.client().log()).doesNotContain("PUBLISH dead");
    }
}
