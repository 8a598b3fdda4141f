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

import io.github.camelmqttx.MqttxOutboxException;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.PublishProperties;
import io.github.camelmqttx.internal.client.ScriptedClient;
import io.github.camelmqttx.internal.outbox.FakeJournal;
import io.github.camelmqttx.internal.outbox.OverflowPolicy;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("Bounds of the outbox: overflow, age, Message Expiry Interval (promise 5, X06, M59, F10)")
class OutboxBoundsTest {

    private static final long NONE = OutgoingMessage.NO_DEADLINE;

    private final SessionFixture f = new SessionFixture();

    private void kind(boolean file) {
        f.journal = file ? new FakeJournal().durableAtOnce() : null;
        f.completeWhenStored = false;
    }

    private void offline() {
        f.connected().drop();
        f.client().fail();
    }

    private List<String> sentAfterwards() {
        f.context.advance(SessionFixture.MAX_DELAY);
        f.client().acceptsPublishes(true).accept(true);
        f.context.run();
        return f.client().log().stream().filter(line -> line.startsWith("PUBLISH ")).map(line -> line.substring(8)).toList();
    }

    private List<SessionFixture.Publish> publishAll(String... topics) {
        List<SessionFixture.Publish> all = new ArrayList<>();
        for (String topic : topics) {
            all.add(f.publish(topic));
        }
        return all;
    }

    private static PublishProperties expiring(long seconds) {
        return new PublishProperties(null, seconds, null, null, null, List.of(), List.of());
    }

    @ParameterizedTest(name = "X06: file {0}")
    @ValueSource(booleans = { false, true })
    @DisplayName("X06 dropOldest: what waits longest makes room, its exchange fails and says which bound")
    void full_dropOldest_dropsWhatWaitsLongest(boolean file) {
        kind(file);
        f.overflow = OverflowPolicy.DROP_OLDEST;
        f.outboxMessages = 2;
        offline();
        List<SessionFixture.Publish> all = publishAll("a", "b", "c", "d");
        assertThat(all.get(0).failure()).isInstanceOf(MqttxOutboxException.class)
                .hasMessageContaining("Publish to a").hasMessageContaining("2 of 2 messages").hasMessageContaining("longest");
        assertThat(all.get(1).outcomes()).isEqualTo(1);
        assertThat(f.counters().outbox().dropped()).isEqualTo(2);
        assertThat(f.counters().waiting()).isEqualTo(2);
        assertThat(f.events).contains("PUBLISHES_DROPPED");
        assertThat(sentAfterwards()).containsExactly("c", "d");
        assertThat(all.get(3).outcomes()).isEqualTo(1);
        if (file) {
            assertThat(f.journal.onDisk()).isEmpty();
            assertThat(f.journal.takenCount()).isEqualTo(4);
        }
    }

    @Test
    @DisplayName("X06 dropOldest counts bytes too, and never drops what is in flight")
    void full_dropOldestByBytes_keepsWhatIsInFlight() {
        f.overflow = OverflowPolicy.DROP_OLDEST;
        f.outboxBytes = 30;
        f.maximumInflight = 2;
        ScriptedClient client = f.connected();
        List<SessionFixture.Publish> all = publishAll("a", "b", "c", "d");
        assertThat(all.get(2).failure()).hasMessageContaining("30 of 30 bytes");
        client.puback();
        client.puback();
        client.puback();
        assertThat(client.log()).endsWith("PUBLISH a", "PUBLISH b", "PUBLISH d");
    }

    @Test
    @DisplayName("X06 dropOldest takes one message although everything else is in flight")
    void full_dropOldestAllInFlight_takesOneMore() {
        f.overflow = OverflowPolicy.DROP_OLDEST;
        f.outboxMessages = 3;
        ScriptedClient client = f.connected();
        List<SessionFixture.Publish> all = publishAll("a", "b", "c", "d", "e");
        assertThat(all.get(3).failure()).isInstanceOf(MqttxOutboxException.class);
        client.puback();
        assertThat(client.log()).endsWith("PUBLISH e");
    }

    @ParameterizedTest(name = "X06: file {0}")
    @ValueSource(booleans = { false, true })
    @DisplayName("X06 latestPerTopic: the newest value of each topic survives, in order; without a superseded one it fails")
    void full_latestPerTopic_keepsTheNewestOfEachTopic(boolean file) {
        kind(file);
        f.overflow = OverflowPolicy.LATEST_PER_TOPIC;
        f.outboxMessages = 3;
        offline();
        List<SessionFixture.Publish> all = publishAll("a", "b", "a", "b", "c", "d");
        assertThat(all.get(0).failure()).isInstanceOf(MqttxOutboxException.class).hasMessageContaining("later message");
        assertThat(all.get(1).outcomes()).isEqualTo(1);
        assertThat(all.get(5).failure()).isInstanceOf(MqttxOutboxException.class)
                .hasMessageContaining("Publish to d was not accepted").hasMessageContaining("no message that waits");
        assertThat(f.counters().outbox().dropped()).isEqualTo(2);
        assertThat(sentAfterwards()).containsExactly("a", "b", "c");
        assertThat(all.subList(2, 5)).allSatisfy(publish -> assertThat(publish.outcomes()).isEqualTo(1));
        assertThat(all.get(2).published).isEqualTo(1);
    }

    @Test
    @DisplayName("X06 file: a message that only waits for the disk cannot be dropped, the next one waits until it is stored")
    void full_dropOldestWhileStoring_waitsForTheDisk() {
        f.journal = new FakeJournal();
        f.overflow = OverflowPolicy.DROP_OLDEST;
        f.outboxMessages = 1;
        offline();
        List<SessionFixture.Publish> all = publishAll("a", "b", "c");
        assertThat(f.journal.log()).containsExactly("store a");
        f.journal.durableAtOnce();
        f.context.run();
        assertThat(all.get(0).outcomes()).isEqualTo(1);
        assertThat(all.get(0).published).isEqualTo(1);
        assertThat(f.journal.onDisk()).containsExactly("c");
        assertThat(f.counters().outbox().dropped()).isEqualTo(2);
    }

    @Test
    @DisplayName("F10: what waits for room fails at its deadline")
    void full_waitingForRoomUntilDeadline_fails() {
        f.journal = new FakeJournal();
        f.overflow = OverflowPolicy.DROP_OLDEST;
        f.outboxMessages = 1;
        offline();
        f.publish("a");
        SessionFixture.Publish late = f.publish("b", 1, f.context.nanoTime() + Duration.ofSeconds(2).toNanos());
        f.context.advance(Duration.ofSeconds(3));
        assertThat(late.failure()).isInstanceOf(MqttxOutboxException.class).hasMessageContaining("publishTimeout");
        f.journal.durableAtOnce();
        f.context.run();
        assertThat(f.journal.onDisk()).containsExactly("a");
    }

    @ParameterizedTest(name = "X06: file {0}")
    @ValueSource(booleans = { false, true })
    @DisplayName("X06 outboxMaxAge: what has waited for too long is dropped, what comes later is not")
    void maxAge_reached_drops(boolean file) {
        kind(file);
        f.outboxMaxAge = Duration.ofSeconds(5);
        offline();
        SessionFixture.Publish old = f.publish("old");
        f.context.advance(Duration.ofSeconds(3));
        SessionFixture.Publish young = f.publish("young");
        f.context.advance(Duration.ofMillis(1_900));
        assertThat(old.outcomes()).isZero();
        f.context.advance(Duration.ofMillis(200));
        assertThat(old.failure()).isInstanceOf(MqttxOutboxException.class).hasMessageContaining("outboxMaxAge (5000 ms)");
        assertThat(f.counters().outbox().dropped()).isEqualTo(1);
        f.client().acceptsPublishes(true).accept(true);
        f.context.run();
        assertThat(young.outcomes()).isEqualTo(1);
        assertThat(f.client().log()).contains("PUBLISH young").doesNotContain("PUBLISH old");
    }

    @ParameterizedTest(name = "X06: file {0}")
    @ValueSource(booleans = { false, true })
    @DisplayName("X06 Message Expiry Interval: an expired message is dropped here, with every MQTT version")
    void messageExpiry_passedWhileWaiting_drops(boolean file) {
        kind(file);
        f.version = VersionPolicy.V3_1_1;
        f.properties = expiring(4);
        offline();
        SessionFixture.Publish expiring = f.publish("t");
        f.context.advance(Duration.ofMillis(3_900));
        assertThat(expiring.outcomes()).isZero();
        f.context.advance(Duration.ofMillis(200));
        assertThat(expiring.failure()).isInstanceOf(MqttxOutboxException.class)
                .hasMessageContaining("Message Expiry Interval (4 s)");
        assertThat(f.counters().outbox().expired()).isEqualTo(1);
        assertThat(f.counters().outbox().dropped()).isZero();
    }

    @Test
    @DisplayName("X06 a message in flight is neither too old nor expired")
    void inFlight_pastItsAge_isNotDropped() {
        f.outboxMaxAge = Duration.ofSeconds(1);
        f.properties = expiring(1);
        ScriptedClient client = f.connected();
        SessionFixture.Publish sent = f.publish("t");
        f.context.advance(Duration.ofSeconds(30));
        assertThat(sent.outcomes()).isZero();
        client.puback();
        assertThat(sent.outcomes()).isEqualTo(1);
        assertThat(sent.published).isEqualTo(1);
    }

    @Test
    @DisplayName("X06 file: age goes on counting over a restart; the message that is too old is taken out of the journal")
    void maxAge_overRestart_dropsAndForgets() {
        kind(true);
        f.completeWhenStored = true;
        offline();
        f.publish("old");
        SessionFixture next = new SessionFixture();
        next.journal = f.kill().durableAtOnce();
        next.outboxMaxAge = Duration.ofSeconds(5);
        next.session();
        next.context.advance(Duration.ofSeconds(6));
        assertThat(next.counters().outbox().dropped()).isEqualTo(1);
        assertThat(next.journal.onDisk()).isEmpty();
        assertThat(next.details).anySatisfy(text -> assertThat(text).contains("old", "outboxMaxAge"));
    }

    @Test
    @DisplayName("X06 several losses at a time are one event")
    void severalDropped_atATime_oneEvent() {
        f.outboxMaxAge = Duration.ofSeconds(5);
        offline();
        publishAll("a", "b", "c");
        f.context.advance(Duration.ofSeconds(6));
        assertThat(f.details).filteredOn(text -> text.contains("dropped")).hasSize(1)
                .first().asString().startsWith("3 publishes were dropped");
    }

    @Test
    @DisplayName("X06 a message larger than the bound is taken by an empty outbox, with each policy")
    void largerThanTheBound_emptyOutbox_isTaken() {
        for (OverflowPolicy policy : OverflowPolicy.values()) {
            SessionFixture fixture = new SessionFixture();
            fixture.overflow = policy;
            fixture.outboxBytes = 5;
            fixture.connected().acceptsPublishes(true);
            assertThat(fixture.publish("large", 1, NONE).outcomes()).isEqualTo(1);
        }
    }
}
