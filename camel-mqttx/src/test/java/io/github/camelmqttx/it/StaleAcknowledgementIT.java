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

import java.util.List;
import java.util.stream.Stream;

import io.github.camelmqttx.testbed.PacketType;
import io.github.camelmqttx.testbed.Packets;
import io.github.camelmqttx.testbed.ReceivedPacket;
import io.github.camelmqttx.testbed.ScriptedBroker;
import io.github.camelmqttx.testbed.ScriptedConnection;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.camelmqttx.it.Its.until;
import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of the acknowledgement of a message whose connection is gone when its route has finished. */
@Timeout(60)
class StaleAcknowledgementIT {

    private static final String IN = "mqttx:in/#?clientId=stale&concurrency=8" + ItSupport.DURABLE + Its.QUICK;

    @ParameterizedTest(name = "F06 MQTT {0}, QoS {1}: the session is lost, its identifiers are used for other messages")
    @CsvSource({ "5,1", "5,2", "3.1.1,1", "3.1.1,2", "3.1,1", "3.1,2" })
    @DisplayName("F06 session lost: routes that finish late acknowledge nothing, also if an identifier is in use again")
    void sessionLost_routesFinishLate_nothingStaleIsAcknowledged(String version, int qos) throws Exception {
        Inbox inbox = new Inbox().shut();
        try (ScriptedBroker broker = ScriptedBroker.start();
             Application application = new Application(broker.uri())) {
            application.route("in", IN + "&qos=" + qos + "&mqttVersion=" + version, inbox).start();
            ScriptedConnection first = broker.awaitConnection();
            for (int id = 1; id <= 5; id++) {
                first.publish("in/" + id, "old " + id, qos, id);
            }
            until(() -> inbox.entered().size() == 5);
            inbox.open();
            until(() -> acknowledged(first, qos).size() == 5);
            inbox.clear();
            inbox.shut();
            for (int id = 1; id <= 5; id++) {
                first.publish("in/" + id, "late " + id, qos, id);
            }
            until(() -> inbox.entered().size() == 5);
            first.reset();
            ScriptedConnection second = broker.awaitConnection();
            second.await(PacketType.SUBSCRIBE);
            inbox.open();
            inbox.shut();
            until(() -> inbox.size() == 5);
            second.publish("in/2", "new 2", qos, 2);
            second.publish("in/4", "new 4", qos, 4);
            until(() -> inbox.entered().size() == 7);
            barrier(application, second);
            assertThat(acknowledged(second, qos)).isEmpty();
            inbox.open();
            until(() -> acknowledged(second, qos).size() == 2);
            barrier(application, second);
            assertThat(acknowledged(second, qos)).containsExactly(2, 4);
            assertThat(inbox.texts().subList(5, 7)).containsExactlyInAnyOrder("new 2", "new 4");
            assertThat(broker.connections()).hasSize(2);
        }
    }

    @ParameterizedTest(name = "F06 MQTT {0}, QoS {1}: the session is resumed while messages are in routes")
    @CsvSource({ "5,1", "5,2", "3.1.1,1", "3.1.1,2", "3.1,1", "3.1,2" })
    @DisplayName("F06 session resumed: what is sent again while in a route is delivered once and acknowledged once")
    void sessionResumed_messagesInRoutes_areRecognisedAndAcknowledgedOnce(String version, int qos) throws Exception {
        Inbox inbox = new Inbox().shut();
        try (ScriptedBroker broker = ScriptedBroker.start().sessionPresent(true);
             Application application = new Application(broker.uri())) {
            application.route("in", IN + "&qos=" + qos + "&mqttVersion=" + version, inbox).start();
            ScriptedConnection first = broker.awaitConnection();
            for (int id = 1; id <= 5; id++) {
                first.publish("in/" + id, "message " + id, qos, id);
            }
            until(() -> inbox.entered().size() == 5);
            first.reset();
            ScriptedConnection second = broker.awaitConnection();
            for (int id : List.of(3, 1, 2)) {
                second.send(Packets.duplicate("in/" + id, "message " + id, qos, id));
            }
            second.publish("in/6", "message 6", qos, 6);
            until(() -> inbox.entered().size() == 6);
            barrier(application, second);
            assertThat(acknowledged(second, qos)).isEmpty();
            inbox.open();
            until(() -> acknowledged(second, qos).size() == 4);
            barrier(application, second);
            assertThat(acknowledged(second, qos)).containsExactly(3, 1, 2, 6);
            second.send(Packets.duplicate("in/4", "message 4", qos, 4));
            until(() -> acknowledged(second, qos).size() == 5);
            assertThat(acknowledged(second, qos)).endsWith(4);
            assertThat(inbox.entered()).hasSize(6).doesNotHaveDuplicates();
            assertThat(broker.connections()).hasSize(2);
        }
    }

    @ParameterizedTest(name = "F06 MQTT {0}, QoS {1}: an identifier is used for an equal message, which is not a repetition")
    @CsvSource({ "5,1", "5,2", "3.1.1,1", "3.1.1,2", "3.1,1", "3.1,2" })
    @DisplayName("F06 session resumed from an older state: a message without DUP is new, however much it equals an old one")
    void sessionResumed_equalMessageWithoutDup_isDelivered(String version, int qos) throws Exception {
        Inbox inbox = new Inbox().shut();
        try (ScriptedBroker broker = ScriptedBroker.start().sessionPresent(true);
             Application application = new Application(broker.uri())) {
            application.route("in", IN + "&qos=" + qos + "&mqttVersion=" + version, inbox).start();
            ScriptedConnection first = broker.awaitConnection();
            first.publish("in/a", "tick", qos, 1);
            until(() -> inbox.entered().size() == 1);
            first.reset();
            ScriptedConnection second = broker.awaitConnection();
            second.publish("in/a", "tick", qos, 1);
            inbox.open();
            until(() -> inbox.size() == 2);
            until(() -> acknowledged(second, qos).size() == 1);
            barrier(application, second);
            assertThat(acknowledged(second, qos)).containsExactly(1);
        }
    }

    /** What the client has to say when this returns has arrived: it says things in order. */
    private static void barrier(Application application, ScriptedConnection connection) {
        int before = connection.received(PacketType.PUBLISH).size();
        assertThat(
                application.publish("mqttx:barrier?clientId=stale" + versionOf(connection) + ItSupport.DURABLE + Its.QUICK, "x")
                        .getException())
                .isNull();
        connection.await(PacketType.PUBLISH, before + 1);
    }

    private static String versionOf(ScriptedConnection connection) {
        return "&mqttVersion=" + switch (connection.version()) {
            case 3 -> "3.1";
            case 4 -> "3.1.1";
            default -> "5";
        };
    }

    private static List<Integer> acknowledged(ScriptedConnection connection, int qos) {
        Stream<ReceivedPacket> packets = connection.received(qos == 1 ? PacketType.PUBACK : PacketType.PUBREC).stream();
        return packets.map(ReceivedPacket::packetId).toList();
    }
}
