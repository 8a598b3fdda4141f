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
package io.github.camelmqttx.internal.client.netty;

import java.util.List;

import io.github.camelmqttx.MqttxOutboxException;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.OutgoingMessage.State;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.PublishProperties;
import io.github.camelmqttx.internal.outbox.FakeJournal;
import io.github.camelmqttx.internal.outbox.PublishJournal;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Outgoing publishes whose session state outlives the process. Spec: 5.0 sections 4.1, 4.3.3 and 4.4. */
@DisplayName("Durable session state of publishes (M14, F18, F20)")
class DurableExchangesTest {

    private EngineFixture engine = new EngineFixture();
    private FakeJournal journal = new FakeJournal();
    private int attempt;

    private void persist() {
        PublishJournal.Recovered recovered = journal.recovered();
        engine.client.persist(journal, recovered.owner(), recovered.inflight());
        journal.start(new PublishJournal.Listener() {
            @Override
            public void stored(OutgoingMessage message) {
                // the test knows
            }

            @Override
            public void storeFailed(OutgoingMessage message, MqttxOutboxException cause) {
                throw new IllegalStateException(cause);
            }

            @Override
            public void ready(OutgoingMessage message) {
                // the test sends it
            }
        });
    }

    private void connect(boolean sessionPresent) {
        engine.connect(Requests.to(Requests.BROKER, ProtocolVersion.MQTT_5).durable().attempt(++attempt), sessionPresent);
    }

    private void start() {
        persist();
        connect(false);
        engine.sent();
    }

    private OutgoingMessage publish(int qos, String topic) {
        OutgoingMessage message = Requests.message(topic, qos);
        journal.store(message);
        engine.client.publish(message);
        engine.client.flush();
        return message;
    }

    private List<String> sync() {
        journal.sync();
        return engine.sent();
    }

    /** The process dies, a new one has what was durable. */
    private void kill() {
        journal = journal.crash();
        engine = new EngineFixture();
        persist();
    }

    @Test
    @DisplayName("F20 QoS 2: PUBLISH goes when its identifier is durable, PUBREL when the release is")
    void qos2_isSentStepByStepAsTheStoreFollows() {
        start();
        publish(2, "a");
        assertThat(engine.sent()).isEmpty();
        assertThat(engine.client.inflight()).isEqualTo(1);
        assertThat(sync()).containsExactly("PUBLISH a q2 id 1");
        engine.pubrec(1);
        assertThat(engine.sent()).isEmpty();
        assertThat(sync()).containsExactly("PUBREL 1");
        engine.pubcomp(1);
        assertThat(engine.listener.log).endsWith("published a");
        assertThat(journal.log()).containsExactly("owner a.example", "store a", "assigned a 1", "released a");
    }

    @Test
    @DisplayName("M14 QoS 1 is sent at once, its identifier is stored beside")
    void qos1_doesNotWaitForTheStore() {
        start();
        publish(1, "a");
        assertThat(engine.sent()).containsExactly("PUBLISH a q1 id 1");
        assertThat(journal.log()).endsWith("assigned a 1");
    }

    @Test
    @DisplayName("F18 later publishes, stored or not, do not overtake one that waits for the store; QoS 0 may")
    void laterPublishes_doNotOvertake() {
        start();
        publish(2, "a");
        publish(1, "a");
        engine.client.publish(Requests.message("a", 1, "not stored"));
        engine.client.publish(Requests.message("z", 0));
        engine.client.flush();
        assertThat(engine.sent()).containsExactly("PUBLISH z q0");
        assertThat(sync()).containsExactly("PUBLISH a q2 id 1", "PUBLISH a q1 id 2", "PUBLISH a q1 id 3");
    }

    @Test
    @DisplayName("the window counts what waits for the store")
    void window_countsWhatWaits() {
        persist();
        engine.connect(
                Requests.to(Requests.BROKER, ProtocolVersion.MQTT_5).durable().attempt(1).limits(10, 1_000_000, 2), false);
        publish(2, "a");
        publish(2, "b");
        assertThat(engine.client.canPublish(1)).isFalse();
    }

    @Test
    @DisplayName("F20 [MQTT-4.6.0-4] PUBREL in the order of the PUBRECs, also behind one that is not stored")
    void pubrels_keepTheOrderOfPubrecs() {
        start();
        publish(2, "a");
        OutgoingMessage volatileOne = Requests.message("b", 2);
        engine.client.publish(volatileOne);
        engine.client.flush();
        sync();
        engine.pubrec(1);
        engine.pubrec(2);
        assertThat(engine.sent()).isEmpty();
        assertThat(sync()).containsExactly("PUBREL 1", "PUBREL 2");
    }

    @Test
    @DisplayName("F20 PUBREC repeated while the release is being stored: one PUBREL, one change")
    void pubrecRepeated_whileReleaseIsStored_isAnsweredOnce() {
        start();
        publish(2, "a");
        sync();
        engine.pubrec(1);
        engine.pubrec(1);
        assertThat(sync()).containsExactly("PUBREL 1");
        assertThat(journal.log()).containsOnlyOnce("released a");
        engine.pubrec(1);
        assertThat(engine.sent()).containsExactly("PUBREL 1");
    }

    @Test
    @DisplayName("F28 PUBREC and PUBCOMP for packets that are not sent yet are not believed")
    void earlyAnswers_areNotBelieved() {
        start();
        publish(2, "a");
        engine.pubrec(1);
        engine.pubcomp(1);
        assertThat(engine.client.inflight()).isEqualTo(1);
        engine.sent();
        sync();
        engine.pubrec(1);
        engine.pubcomp(1);
        assertThat(engine.listener.published).isEmpty();
        sync();
        engine.pubcomp(1);
        assertThat(engine.listener.published).hasSize(1);
    }

    @Test
    @DisplayName("F20 connection lost before the identifier is durable: nothing was sent; the next connection sends it, DUP 0")
    void cut_beforeAssignedIsDurable_isSentOnTheNextConnection() {
        start();
        publish(2, "a");
        engine.cut();
        connect(true);
        assertThat(engine.sent()).isEmpty();
        assertThat(sync()).containsExactly("PUBLISH a q2 id 1");
    }

    @Test
    @DisplayName("F20 identifier durable between two connections: sent once on the second")
    void cut_assignedBecomesDurableOffline_isSentOnce() {
        start();
        publish(2, "a");
        engine.cut();
        sync();
        connect(true);
        assertThat(engine.sent()).containsExactly("PUBLISH a q2 id 1");
    }

    @Test
    @DisplayName("F20 connection lost before the release is durable: PUBREL on the next one, when it is, never PUBLISH")
    void cut_beforeReleasedIsDurable_pubrelWaitsOnTheNextConnection() {
        start();
        publish(2, "a");
        sync();
        engine.pubrec(1);
        engine.cut();
        connect(true);
        assertThat(engine.sent()).isEmpty();
        assertThat(sync()).containsExactly("PUBREL 1");
        engine.pubcomp(1);
        assertThat(engine.listener.published).hasSize(1);
    }

    @Test
    @DisplayName("F25 session lost while the identifier is being stored: sent as new, the identifier is given back")
    void sessionLost_whileAssigning_isSentAsNew() {
        start();
        publish(2, "a");
        engine.cut();
        connect(false);
        assertThat(journal.log()).endsWith("assigned a 1", "unassigned a", "assigned a 2");
        assertThat(engine.sent()).isEmpty();
        assertThat(sync()).containsExactly("PUBLISH a q2 id 2");
        engine.pubrec(2);
        sync();
        engine.pubcomp(2);
        assertThat(engine.client.inflight()).isZero();
    }

    @Test
    @DisplayName("F11 fail-over: identifiers are given back before the journal names the new owner")
    void failover_unassignsThenNamesTheOwner() {
        start();
        publish(1, "a");
        engine.cut();
        engine.connect(Requests.to(Requests.OTHER_BROKER, ProtocolVersion.MQTT_5).durable().attempt(++attempt), true);
        assertThat(journal.log()).endsWith("assigned a 1", "unassigned a", "owner b.example", "assigned a 2");
    }

    @Test
    @DisplayName("F20 kill -9 before PUBREC: the next process sends PUBLISH with DUP and the same identifier")
    void kill_beforePubrec_resumesWithPublish() {
        start();
        publish(2, "a");
        sync();
        kill();
        connect(true);
        assertThat(engine.sent()).containsExactly("PUBLISH a q2 id 1 DUP");
    }

    @Test
    @DisplayName("F20 kill -9 after PUBREC, release durable: the next process sends PUBREL")
    void kill_afterReleaseIsDurable_resumesWithPubrel() {
        start();
        publish(2, "a");
        sync();
        engine.pubrec(1);
        sync();
        kill();
        connect(true);
        assertThat(engine.sent()).containsExactly("PUBREL 1");
        engine.reply(MqttMessageType.PUBCOMP, 1, 0x92);
        assertThat(engine.listener.published).hasSize(1);
    }

    @Test
    @DisplayName("F20 kill -9 before the release is durable: PUBREL has not been sent, so PUBLISH with DUP is right")
    void kill_beforeReleaseIsDurable_resumesWithPublish() {
        start();
        publish(2, "a");
        sync();
        engine.pubrec(1);
        assertThat(engine.sent()).isEmpty();
        kill();
        connect(true);
        assertThat(engine.sent()).containsExactly("PUBLISH a q2 id 1 DUP");
    }

    @Test
    @DisplayName("F20 after a kill, identifiers of publishes that were not stored may be left at the broker: PUBREL goes first")
    void kill_unknownIdentifiers_areReleasedFirst() {
        start();
        publish(2, "a");
        sync();
        kill();
        connect(true);
        engine.sent();
        publish(2, "b");
        assertThat(sync()).containsExactly("PUBREL 2", "PUBLISH b q2 id 2");
    }

    @Test
    @DisplayName("F25 kill -9 and the session is gone: sent as new in the old order")
    void kill_sessionGone_sendsAsNewInOrder() {
        start();
        publish(1, "a");
        publish(2, "b");
        publish(1, "c");
        sync();
        kill();
        connect(false);
        assertThat(engine.sent()).containsExactly("PUBLISH a q1 id 4");
        assertThat(sync()).containsExactly("PUBLISH b q2 id 5", "PUBLISH c q1 id 6");
    }

    @Test
    @DisplayName("M14 far apart identifiers of an earlier process are taken over, and not given to others")
    void kill_scatteredIdentifiers_areTakenOver() {
        PacketIds ids = new PacketIds();
        OutgoingMessage owner = Requests.message("a", 1);
        ids.claim(65_535, owner);
        ids.claim(1, owner);
        ids.claim(17, owner);
        assertThat(ids.get(65_535)).isSameAs(owner);
        assertThat(ids.get(17)).isSameAs(owner);
        for (int i = 0; i < 65_532; i++) {
            assertThat(ids.allocate("other")).isNotIn(1, 17, 65_535).isPositive();
        }
        assertThat(ids.allocate("other")).isZero();
    }

    @Test
    @DisplayName("X06 what is left of the Message Expiry Interval is sent, at least 1 s")
    void expiryInterval_isWhatIsLeft() {
        start();
        assertThat(expirySent(10, 0)).isEqualTo(10);
        assertThat(expirySent(10, 900)).isEqualTo(10);
        assertThat(expirySent(10, 3_100)).isEqualTo(7);
        assertThat(expirySent(10, 9_900)).isEqualTo(1);
        assertThat(expirySent(10, 60_000)).isEqualTo(1);
        assertThat(expirySent(0, 100)).isZero();
    }

    private long expirySent(long interval, long waitedMillis) {
        OutgoingMessage template = Requests.message("e", 1);
        OutgoingMessage message = new OutgoingMessage(
                "e", new byte[0], 1, false,
                new PublishProperties(null, interval, null, null, null, List.of(), List.of()), template.callback(),
                OutgoingMessage.NO_DEADLINE);
        message.acceptedNanos(engine.context.nanoTime());
        engine.context.advanceMillis(waitedMillis);
        engine.client.publish(message);
        engine.client.flush();
        MqttMessage packet = engine.sentPackets().get(0);
        MqttPublishMessage publish = (MqttPublishMessage) packet;
        Object value = publish.variableHeader().properties().getProperty(PropertyIds.MESSAGE_EXPIRY_INTERVAL).value();
        publish.release();
        assertThat(message.state()).isEqualTo(State.PUBLISHED);
        return ((Integer) value).longValue();
    }
}
