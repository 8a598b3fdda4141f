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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import io.github.camelmqttx.MqttxSessionEvent.Kind;
import io.github.camelmqttx.internal.canary.ProbePayload;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.LogCapture;
import io.github.camelmqttx.testbed.LogLine;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.PacketType;
import io.github.camelmqttx.testbed.ProbeOptions;
import io.github.camelmqttx.testbed.ReceivedPacket;
import io.github.camelmqttx.testbed.ScriptedBroker;
import io.github.camelmqttx.testbed.ScriptedConnection;
import io.github.camelmqttx.testbed.TcpProxy;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmqttx.it.Its.QUICK;
import static io.github.camelmqttx.it.Its.soon;
import static io.github.camelmqttx.it.Its.until;
import static org.assertj.core.api.Assertions.assertThat;

/** A connection that is up and deaf is noticed and healed, and nobody's route sees the probes. */
@Timeout(60)
class CanaryIT {

    private static final String CANARY = "&canaryInterval=600&canaryTimeout=300" + QUICK;
    /** For tests in which no probe may be late, on a busy machine either. */
    private static final String CALM = "&canaryInterval=600&canaryTimeout=600";

    private final AtomicInteger packetIds = new AtomicInteger();

    /** The broker routes each publish back to its sender where the test says so, and is deaf elsewhere. */
    private void route(ScriptedBroker broker, Predicate<ScriptedConnection> where) {
        broker.on(PacketType.PUBLISH, (connection, packet) -> {
            connection.answer(packet);
            if (where.test(connection)) {
                connection.send(copy(packet));
            }
        });
    }

    private MqttPublishMessage copy(ReceivedPacket packet) {
        byte[] payload = payload(packet);
        return new MqttPublishMessage(
                new MqttFixedHeader(MqttMessageType.PUBLISH, false, MqttQoS.AT_LEAST_ONCE, false, 0),
                new MqttPublishVariableHeader(packet.topic(), packetIds.incrementAndGet(), MqttProperties.NO_PROPERTIES),
                Unpooled.wrappedBuffer(payload));
    }

    private static byte[] payload(ReceivedPacket packet) {
        byte[] payload = new byte[packet.as(MqttPublishMessage.class).payload().readableBytes()];
        packet.as(MqttPublishMessage.class).payload().getBytes(0, payload);
        return payload;
    }

    private void assertHealed(Application application, Inbox inbox, ScriptedConnection connection) {
        until(() -> !application.events(Kind.CANARY_RECOVERED).isEmpty());
        until(() -> application.isUp("in"));
        connection.publish("plant/a", "heard", 1, 60_000);
        until(() -> inbox.size() > 0);
        assertThat(inbox.texts()).containsExactly("heard");
    }

    @ParameterizedTest(name = "X09 F01 F21 MQTT {0}: deaf until the route subscribes again")
    @ValueSource(strings = { "5", "3.1.1" })
    @DisplayName("X09 F01 F21 deaf on a subscription: health is DOWN, subscribing again heals")
    void deafSubscription_healedBySubscribingAgain(String version) throws Exception {
        Inbox inbox = new Inbox();
        try (ScriptedBroker broker = ScriptedBroker.start(); Application application = new Application(broker.uri())) {
            route(broker, connection -> connection.received(PacketType.SUBSCRIBE).size() > 1);
            application.route("in", "mqttx:plant/#?clientId=canary-1&mqttVersion=" + version + CANARY, inbox).start();
            assertThat(application.isUp("in")).isTrue();
            until(() -> !application.isUp("in"));
            assertThat(application.health("in").getMessage())
                    .hasValueSatisfying(text -> assertThat(text).contains("plant/#", "subscribing again"));
            assertHealed(application, inbox, broker.awaitConnection(1));
            assertThat(application.events(Kind.CANARY_MISSED)).singleElement().satisfies(event -> assertThat(event.getDetail())
                    .contains("route in", "plant/# (topic plant/mqttx-canary)", "subscribing again"));
            assertThat(broker.connections()).hasSize(1);
        }
    }

    @Test
    @DisplayName("X09 F01 deaf on a connection: connecting again heals")
    void deafConnection_healedByConnectingAgain() throws Exception {
        Inbox inbox = new Inbox();
        try (ScriptedBroker broker = ScriptedBroker.start(); Application application = new Application(broker.uri())) {
            route(broker, connection -> connection.number() > 1);
            application.route("in", "mqttx:plant/#?clientId=canary-2" + CANARY, inbox).start();
            ScriptedConnection second = broker.awaitConnection(2);
            assertHealed(application, inbox, second);
            assertThat(application.events(Kind.CANARY_MISSED)).extracting(event -> event.getDetail().replaceAll(".*: ", ""))
                    .containsExactly("subscribing again", "connecting again");
            assertThat(broker.connections()).hasSize(2);
            assertThat(application.health("in").getDetails()).doesNotContainKey("canary.filters");
        }
    }

    @Test
    @DisplayName("X09 F01 a deaf broker: failing over heals")
    void deafBroker_healedByFailingOver() throws Exception {
        Inbox inbox = new Inbox();
        try (ScriptedBroker deaf = ScriptedBroker.start(); ScriptedBroker good = ScriptedBroker.start();
             Application application = new Application(deaf.uri() + "," + good.uri())) {
            route(good, connection -> true);
            application.route("in", "mqttx:plant/#?clientId=canary-3" + CANARY, inbox).start();
            assertHealed(application, inbox, good.awaitConnection(1));
            assertThat(application.events(Kind.CANARY_MISSED)).extracting(event -> event.getDetail().replaceAll(".*: ", ""))
                    .containsExactly("subscribing again", "connecting again", "going to another broker if there is one");
            assertThat(application.events(Kind.FAILED_OVER)).hasSize(1);
            assertThat(deaf.connections()).hasSize(2);
        }
    }

    @Test
    @DisplayName("X09 F01 a subscription that someone removed from a kept session: the resumed session is healed")
    void subscriptionRemovedFromKeptSession_healed() throws Exception {
        Inbox inbox = new Inbox();
        try (MosquittoBroker broker = Its.mosquitto(BrokerOptions.plain()); TcpProxy proxy = TcpProxy.to(broker);
             Application application = new Application(proxy.uri())) {
            application.route("in", "mqttx:plant/#?clientId=canary-4&mqttVersion=3.1.1" + ItSupport.DURABLE + CANARY, inbox)
                    .start();
            until(() -> application.isUp("in"));
            proxy.down();
            try (MqttProbe thief = MqttProbe.connect(broker, ProbeOptions.durable("canary-4").withVersion(4))) {
                thief.unsubscribe("plant/#");
            }
            proxy.up();
            until(() -> !application.events(Kind.CANARY_RECOVERED).isEmpty());
            assertThat(application.events(Kind.CANARY_MISSED)).hasSize(1);
            assertThat(application.counters("in").connects()).isEqualTo(2);
            try (MqttProbe probe = MqttProbe.connect(broker)) {
                probe.publish("plant/a", "heard", 1);
            }
            until(() -> inbox.size() > 0);
            assertThat(inbox.texts()).containsExactly("heard");
        }
    }

    @ParameterizedTest(name = "X09 MQTT {0}")
    @ValueSource(strings = { "5", "3.1.1" })
    @DisplayName("X09 two applications with canaries and one without: no route sees probes, suspended or not, foreign clients do")
    void severalApplications_noRouteSeesProbes(String version) throws Exception {
        Inbox one = new Inbox();
        Inbox two = new Inbox();
        Inbox three = new Inbox();
        String options = "&mqttVersion=" + version;
        try (MosquittoBroker broker = Its.mosquitto(BrokerOptions.plain());
             Application first = new Application(broker.uri()); Application second = new Application(broker.uri());
             MqttProbe foreign = MqttProbe.connect(broker)) {
            foreign.subscribe("plant/#", 1);
            first.route("one", "mqttx:plant/#?clientId=canary-5" + options + CALM, one);
            first.route("two", "mqttx:plant/+?clientId=canary-5" + options + CALM, two).start();
            second.route("three", "mqttx:plant/#?qos=2" + options, three).start();
            foreign.await(4);
            first.context().getRouteController().suspendRoute("one");
            int before = foreign.messages().size();
            foreign.await(before + 4);
            first.context().getRouteController().resumeRoute("one");
            foreign.publish("plant/a", "real", 1);
            until(() -> one.size() > 0 && two.size() > 0 && three.size() > 0);
            assertThat(List.of(one.texts(), two.texts(), three.texts())).allMatch(texts -> texts.equals(List.of("real")));
            assertThat(first.events(Kind.CANARY_MISSED)).isEmpty();
            until(() -> first.counters("one").unacknowledged() == 0 && second.counters("three").unacknowledged() == 0);
        }
    }

    @ParameterizedTest(name = "X09 {0}")
    @CsvSource({ "plant/exact", "$share/g/plant/#" })
    @DisplayName("X09 an exact filter or a Shared Subscription: the connection is proven by a topic of its own")
    void noFilterToProbe_ownTopicIsProbed(String filter) throws Exception {
        Inbox inbox = new Inbox();
        try (MosquittoBroker broker = Its.mosquitto(BrokerOptions.plain());
             Application application = new Application(broker.uri()); MqttProbe foreign = MqttProbe.connect(broker)) {
            foreign.subscribe("#", 1);
            application.route("in", "mqttx:" + filter + "?clientId=canary/6" + CALM, inbox).start();
            foreign.await(2);
            assertThat(foreign.messages()).allMatch(message -> message.topic().equals("mqttx-canary/canary_6"));
            assertThat(application.session("in").subscriptions()).extracting(status -> status.filter())
                    .containsExactly(filter, "mqttx-canary/canary_6");
            foreign.publish("plant/exact", "real", 1);
            until(() -> inbox.size() > 0);
            assertThat(inbox.texts()).containsExactly("real");
            assertThat(application.isUp("in")).isTrue();
            assertThat(application.events(Kind.CANARY_MISSED)).isEmpty();
        }
    }

    @Test
    @DisplayName("X09 F05 a route that does not keep up is not mistaken for a deaf connection")
    void slowRoute_isNotHealed() throws Exception {
        Inbox inbox = new Inbox().shut();
        try (MosquittoBroker broker = Its.mosquitto(BrokerOptions.plain());
             Application application = new Application(broker.uri()); MqttProbe probe = MqttProbe.connect(broker)) {
            application.route("in", "mqttx:plant/#?clientId=canary-7&receiveMaximum=20&canaryInterval=500&canaryTimeout=500",
                    inbox).start();
            probe.publishSequence("plant/a", 100, 1);
            until(() -> application.counters("in").unacknowledged() >= 20);
            soon().during(Duration.ofMillis(1_500)).until(() -> application.events(Kind.CANARY_MISSED).isEmpty()
                    && application.isUp("in"));
            inbox.open();
            until(() -> inbox.size() == 100);
            assertThat(inbox.texts()).isEqualTo(Its.numbers(100));
            assertThat(application.counters("in").connects()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("X09 a broker that forbids the probes: one WARN, and nothing is healed in vain")
    void probesForbidden_oneWarning() throws Exception {
        Inbox inbox = new Inbox();
        try (LogCapture log = LogCapture.start(); ScriptedBroker broker = ScriptedBroker.start();
             Application application = new Application(broker.uri())) {
            broker.refusePublish(0x87);
            application.route("in", "mqttx:plant/#?clientId=canary-8" + CANARY, inbox).start();
            List<ReceivedPacket> probes = broker.awaitConnection(1).await(PacketType.PUBLISH, 3);
            assertThat(probes).allMatch(probe -> ProbePayload.isProbe(payload(probe)));
            assertThat(application.isUp("in")).isTrue();
            assertThat(application.events(Kind.CANARY_MISSED)).isEmpty();
            assertThat(broker.connections()).hasSize(1);
            assertThat(log.lines()).map(LogLine::message).filteredOn(text -> text.contains("is not watched")).singleElement()
                    .satisfies(text -> assertThat(text).contains("plant/#", "plant/mqttx-canary", "canaryInterval=0"));
        }
    }

    @Test
    @DisplayName("X09 F23 stopped while probes are missing: nothing is sent or connected any more")
    void stopWhileMissing_ends() throws Exception {
        Inbox inbox = new Inbox();
        try (ScriptedBroker broker = ScriptedBroker.start(); Application application = new Application(broker.uri())) {
            application.route("in", "mqttx:plant/#?clientId=canary-9" + CANARY, inbox).start();
            until(() -> !application.isUp("in"));
            application.context().getRouteController().stopRoute("in");
            broker.connections().get(0).await(PacketType.DISCONNECT);
            int connections = broker.connections().size();
            soon().during(Duration.ofSeconds(1)).until(() -> broker.connections().size() == connections);
        }
    }
}
