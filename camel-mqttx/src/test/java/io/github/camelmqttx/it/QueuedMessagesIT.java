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

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.ProbeMessage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmqttx.it.Its.until;
import static org.assertj.core.api.Assertions.assertThat;

/** A broker that has queued much for durable sessions, and fails while it delivers. */
@Timeout(120)
class QueuedMessagesIT {

    private static final int MESSAGES = 10_000;
    private static final int ROUTES = 4;

    @ParameterizedTest(name = "M48 MQTT {0}")
    @ValueSource(strings = { "5", "3.1.1" })
    @DisplayName("M48 10 000 queued messages, several routes, a broker that restarts in the middle: none is lost")
    void queuedMessages_brokerRestartsInTheMiddle_noneIsLost(String version) throws Exception {
        List<Inbox> inboxes = new ArrayList<>();
        try (MosquittoBroker broker = Its.mosquitto(BrokerOptions.plain().withPersistence())) {
            try (Application application = start(broker, version, inboxes)) {
                for (int i = 0; i < ROUTES; i++) {
                    String route = "route-" + i;
                    until(() -> application.isUp(route));
                }
            }
            try (MqttProbe probe = MqttProbe.connect(broker)) {
                List<ProbeMessage> all = new ArrayList<>();
                for (int i = 0; i < MESSAGES; i++) {
                    all.add(ProbeMessage.of("backlog/" + i % ROUTES, Integer.toString(i), 1));
                }
                probe.publishAll(all);
            }
            inboxes.clear();
            try (Application application = start(broker, version, inboxes)) {
                until(() -> inboxes.stream().allMatch(inbox -> inbox.size() > MESSAGES / ROUTES / 10));
                broker.restart(true);
                for (int i = 0; i < ROUTES; i++) {
                    Inbox inbox = inboxes.get(i);
                    int route = i;
                    until(() -> new HashSet<>(inbox.texts()).size() == MESSAGES / ROUTES);
                    assertThat(inbox.texts()).allMatch(text -> Integer.parseInt(text) % ROUTES == route);
                    until(() -> application.counters("route-" + route).unacknowledged() == 0);
                }
            }
        }
    }

    /** Two routes share a session, the others have one each. */
    private static Application start(MosquittoBroker broker, String version, List<Inbox> inboxes) throws Exception {
        Application application = new Application(broker.uri());
        for (int i = 0; i < ROUTES; i++) {
            Inbox inbox = new Inbox();
            inboxes.add(inbox);
            application.route("route-" + i, "mqttx:backlog/" + i + "?clientId=backlog-" + Math.max(1, i) + "&concurrency=2"
                                            + "&receiveMaximum=100&mqttVersion=" + version + ItSupport.DURABLE + Its.QUICK,
                    inbox);
        }
        return application.start();
    }
}
