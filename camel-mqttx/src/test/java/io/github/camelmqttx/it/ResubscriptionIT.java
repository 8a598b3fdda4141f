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
import java.util.List;

import io.github.camelmqttx.MqttxSessionEvent;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.PacketType;
import io.github.camelmqttx.testbed.ScriptedBroker;
import io.github.camelmqttx.testbed.ScriptedConnection;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmqttx.it.Its.QUICK;
import static io.github.camelmqttx.it.Its.until;
import static org.assertj.core.api.Assertions.assertThat;

/** After an outage a route receives, or its health says that it does not: it is never started and deaf. */
@Timeout(60)
class ResubscriptionIT {

    private static final String IMPATIENT = "&connectionTimeout=1s&keepAliveInterval=1s" + QUICK;

    @ParameterizedTest(name = "F01 M47 MQTT {0}, state kept {1}: every route receives after the restart of the broker")
    @CsvSource({ "5,true", "5,false", "3.1.1,true", "3.1.1,false", "3.1,true", "3.1,false" })
    @DisplayName("F01 M47 every route receives after a restart of the broker, with its state kept or wiped")
    void brokerRestart_severalRoutes_everyRouteReceivesOrIsDown(String version, boolean stateKept) throws Exception {
        String options = "&mqttVersion=" + version + QUICK;
        String shared = "?clientId=resub-shared" + options;
        List<Inbox> inboxes = new ArrayList<>();
        try (MosquittoBroker broker = Its.mosquitto(BrokerOptions.plain().withPersistence());
             Application application = new Application(broker.uri())) {
            List<String> uris = List.of("mqttx:resub/0/#" + shared, "mqttx:resub/+/x,resub/1/y" + shared,
                    "mqttx:resub/2/x?clientId=resub-durable" + ItSupport.DURABLE + options, "mqttx:resub/3/x?qos=2" + options,
                    "mqttx:resub/4/x?qos=0" + options);
            for (int i = 0; i < uris.size(); i++) {
                inboxes.add(new Inbox());
                application.route("route-" + i, uris.get(i), inboxes.get(i));
            }
            application.start();
            broker.kill();
            for (int i = 0; i < uris.size(); i++) {
                String routeId = "route-" + i;
                until(() -> !application.isUp(routeId));
            }
            broker.restart(stateKept);
            for (int i = 0; i < uris.size(); i++) {
                String routeId = "route-" + i;
                until(() -> application.isUp(routeId));
            }
            try (MqttProbe probe = MqttProbe.connect(broker)) {
                for (int i = 0; i < uris.size(); i++) {
                    probe.publish("resub/" + i + "/x", "to " + i, 2);
                }
            }
            until(() -> inboxes.stream().noneMatch(inbox -> inbox.size() == 0));
            until(() -> inboxes.get(1).size() == uris.size());
            assertThat(inboxes.get(0).texts()).containsExactly("to 0");
            assertThat(inboxes.get(2).texts()).containsExactly("to 2");
            assertThat(inboxes.get(3).texts()).containsExactly("to 3");
            assertThat(inboxes.get(4).texts()).containsExactly("to 4");
        }
    }

    @ParameterizedTest(name = "F01 F21 MQTT {0}: the broker refuses the subscription after an outage")
    @ValueSource(strings = { "5", "3.1.1" })
    @DisplayName("F01 F21 a subscription refused after an outage: health is DOWN and names the filter until it is granted")
    void subscriptionRefusedAfterOutage_routeIsDownThenReceivesWhenGranted(String version) throws Exception {
        Inbox inbox = new Inbox();
        try (ScriptedBroker broker = ScriptedBroker.start();
             Application application = new Application(broker.uri())) {
            application.route("in", "mqttx:plant/#?clientId=refused&mqttVersion=" + version + IMPATIENT, inbox).start();
            assertThat(application.isUp("in")).isTrue();
            broker.refuseSubscribe(version.equals("5") ? 0x87 : 0x80);
            broker.awaitConnection(1).reset();
            broker.awaitConnection(2).await(PacketType.SUBSCRIBE);
            until(() -> !application.events(MqttxSessionEvent.Kind.SUBSCRIPTION_REFUSED).isEmpty());
            assertThat(application.isUp("in")).isFalse();
            assertThat(application.health("in").getMessage()).hasValueSatisfying(text -> assertThat(text).contains("plant/#"));
            broker.reset(PacketType.SUBSCRIBE);
            until(() -> application.isUp("in"));
            ScriptedConnection connection = broker.connections().get(broker.connections().size() - 1);
            connection.publish("plant/a", "granted at last", 1, 1);
            connection.await(PacketType.PUBACK);
            assertThat(inbox.texts()).containsExactly("granted at last");
        }
    }

    @ParameterizedTest(name = "F01 F21 MQTT {0}: the broker is silent after CONNACK, to PINGREQ too: {1}")
    @CsvSource({ "5,true", "3.1.1,true", "5,false", "3.1.1,false" })
    @DisplayName("F01 F21 a SUBACK that never comes: health is DOWN, and the route receives on the next connection")
    void subscriptionUnansweredAfterOutage_newConnectionReceives(String version, boolean pingsToo) throws Exception {
        Inbox inbox = new Inbox();
        try (ScriptedBroker broker = ScriptedBroker.start();
             Application application = new Application(broker.uri())) {
            application.route("in", "mqttx:plant/#?clientId=deaf&mqttVersion=" + version + IMPATIENT, inbox).start();
            assertThat(application.isUp("in")).isTrue();
            broker.ignore(PacketType.SUBSCRIBE, connection -> connection.number() == 2);
            if (pingsToo) {
                broker.ignore(PacketType.PINGREQ, connection -> connection.number() == 2);
            }
            broker.awaitConnection(1).reset();
            broker.awaitConnection(2).await(PacketType.SUBSCRIBE);
            assertThat(application.isUp("in")).isFalse();
            ScriptedConnection third = broker.awaitConnection(3);
            third.await(PacketType.SUBSCRIBE);
            until(() -> application.isUp("in"));
            third.publish("plant/a", "heard", 1, 1);
            third.await(PacketType.PUBACK);
            assertThat(inbox.texts()).containsExactly("heard");
            assertThat(broker.connections()).hasSize(3);
        }
    }

    @Test
    @DisplayName("F01 F21 a SUBACK lost at the first connection: the route has started, is DOWN, and receives later")
    void firstSubscriptionUnanswered_routeStartsDownAndReceivesLater() throws Exception {
        Inbox inbox = new Inbox();
        try (ScriptedBroker broker = ScriptedBroker.start();
             Application application = new Application(broker.uri())) {
            broker.ignore(PacketType.SUBSCRIBE, connection -> connection.number() <= 2);
            application.route("in", "mqttx:plant/#?clientId=late" + IMPATIENT, inbox).start();
            assertThat(application.isUp("in")).isFalse();
            until(() -> application.isUp("in"));
            ScriptedConnection last = broker.connections().get(broker.connections().size() - 1);
            last.publish("plant/a", "heard", 1, 1);
            last.await(PacketType.PUBACK);
            assertThat(inbox.texts()).containsExactly("heard");
            assertThat(broker.connections()).hasSize(3);
        }
    }
}
