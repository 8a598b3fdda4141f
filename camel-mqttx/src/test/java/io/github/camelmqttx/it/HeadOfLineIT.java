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
package io.github.camelmqttx.it;

import java.util.stream.IntStream;

import io.github.camelmqttx.MqttxSessionEvent;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.LogCapture;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MqttProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmqttx.it.Its.until;
import static org.assertj.core.api.Assertions.assertThat;

/** A slow or suspended route and its neighbours. */
@Timeout(60)
class HeadOfLineIT {

    private static final int WINDOW = 20;

    private static MosquittoBroker broker;

    private final Inbox slow = new Inbox();
    private final Inbox fast = new Inbox();
    private Application application;
    private MqttProbe probe;

    @BeforeAll
    static void startBroker() {
        broker = Its.mosquitto(BrokerOptions.plain());
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @BeforeEach
    void open() {
        application = new Application(broker.uri());
        probe = MqttProbe.connect(broker);
    }

    @AfterEach
    void close() {
        slow.open();
        probe.close();
        application.close();
    }

    private void routes(String options) throws Exception {
        application.route("slow", "mqttx:line/slow" + options, slow).route("fast", "mqttx:line/fast" + options, fast).start();
    }

    @ParameterizedTest(name = "F29 shared session, the first route is {0}")
    @ValueSource(strings = { "blocked", "suspended" })
    @DisplayName("F29 shared session: neighbours go on until the window ends, the culprit is named before, all flows on resume")
    void sharedSession_oneRouteHoldsUp_isNamedBeforeTheWindowEndsAndAllFlowsAfterwards(String how) throws Exception {
        try (LogCapture log = LogCapture.start()) {
            routes("?clientId=line-" + how + "&receiveMaximum=" + WINDOW);
            if (how.equals("blocked")) {
                slow.shut();
            } else {
                application.context().getRouteController().suspendRoute("slow");
            }
            probe.publish("line/slow", "stuck", 1);
            probe.publishSequence("line/fast", WINDOW / 2, 1);
            until(() -> fast.size() == WINDOW / 2);
            until(() -> !application.events(MqttxSessionEvent.Kind.HELD_UP).isEmpty());
            assertThat(application.events(MqttxSessionEvent.Kind.HELD_UP).get(0).getDetail()).contains("slow");
            assertThat(application.session("fast").heldUpBy()).isEqualTo("slow");
            assertThat(application.health("fast").getDetails()).containsEntry("heldUpBy", "slow");
            assertThat(application.isUp("fast")).isTrue();
            assertThat(log.lines()).anySatisfy(line -> assertThat(line.toString()).contains("WARN").contains("slow"));
            probe.publishSequence("line/fast", 3 * WINDOW, 1);
            until(() -> fast.size() == WINDOW - 1);
            assertThat(application.counters("fast").unacknowledged()).isEqualTo(WINDOW);
            slow.open();
            application.context().getRouteController().resumeRoute("slow");
            until(() -> fast.size() == WINDOW / 2 + 3 * WINDOW);
            assertThat(slow.texts()).containsExactly("stuck");
            assertThat(fast.texts().subList(WINDOW / 2, fast.size())).containsExactlyElementsOf(Its.numbers(3 * WINDOW));
            until(() -> application.counters("fast").unacknowledged() == 0);
            until(() -> application.session("fast").heldUpBy() == null);
        }
    }

    @Test
    @DisplayName("F29 by default each consumer has a session: a blocked and a suspended one do not slow their neighbour")
    void withoutClientId_blockedRoute_neighbourIsNotSlowed() throws Exception {
        slow.shut();
        routes("?receiveMaximum=" + WINDOW);
        application.route("suspended", "mqttx:line/suspended", new Inbox());
        application.context().getRouteController().suspendRoute("suspended");
        probe.publish("line/slow", "stuck", 1);
        probe.publish("line/suspended", "stuck", 1);
        probe.publishSequence("line/fast", 10 * WINDOW, 1);
        until(() -> fast.size() == 10 * WINDOW);
        until(() -> application.counters("fast").acknowledged() == 10 * WINDOW);
        assertThat(slow.entered()).containsExactly("stuck");
        assertThat(application.events(MqttxSessionEvent.Kind.HELD_UP)).isEmpty();
        assertThat(
                IntStream.of(application.counters("slow").unacknowledged(), application.counters("suspended").unacknowledged()))
                .containsExactly(1, 1);
    }

    @Test
    @DisplayName("F29 a stopped route of a shared durable session: its messages are kept, its neighbours are named the cause")
    void sharedDurableSession_stoppedRoute_messagesAreKeptAndNeighboursGoOn() throws Exception {
        routes("?clientId=line-stopped&receiveMaximum=" + WINDOW + ItSupport.DURABLE);
        application.context().getRouteController().stopRoute("slow");
        probe.publishSequence("line/slow", 3, 1);
        probe.publishSequence("line/fast", WINDOW / 2, 1);
        until(() -> fast.size() == WINDOW / 2);
        until(() -> application.session("fast").heldUpBy() != null);
        assertThat(application.session("fast").heldUpBy()).contains("line/slow");
        assertThat(application.counters("fast").held()).isEqualTo(3);
        application.context().getRouteController().startRoute("slow");
        until(() -> slow.size() == 3);
        assertThat(slow.texts()).containsExactly("0", "1", "2");
        until(() -> application.counters("fast").unacknowledged() == 0);
    }
}
