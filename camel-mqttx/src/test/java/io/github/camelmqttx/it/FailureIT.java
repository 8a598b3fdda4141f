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
import java.util.stream.IntStream;

import io.github.camelmqttx.testbed.LogCapture;
import io.github.camelmqttx.testbed.PacketType;
import io.github.camelmqttx.testbed.Packets;
import io.github.camelmqttx.testbed.ReceivedPacket;
import io.github.camelmqttx.testbed.ScriptedBroker;
import io.github.camelmqttx.testbed.ScriptedConnection;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.event.Level;

import static io.github.camelmqttx.it.Its.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Failure strategies on the wire, with a broker that does what the test says. */
@Timeout(60)
class FailureIT {

    private static final String SESSION = "&clientId=failure" + ItSupport.DURABLE + Its.QUICK;

    @AutoClose
    private final ScriptedBroker broker = ScriptedBroker.start();
    @AutoClose
    private final ItSupport camel = new ItSupport(broker.uri());
    @AutoClose
    private final LogCapture log = LogCapture.start();

    private ScriptedConnection start(Flaky flaky, String filter, String options) throws Exception {
        camel.record("in", "mqttx:" + filter + "?" + options + SESSION, flaky);
        camel.start();
        ScriptedConnection connection = broker.awaitConnection();
        connection.await(PacketType.SUBSCRIBE);
        broker.sessionPresent(true);
        return connection;
    }

    private String problem() {
        return SessionWatch.on(camel).problem("in");
    }

    private static List<Integer> acknowledged(ScriptedConnection connection) {
        return connection.received(PacketType.PUBACK).stream().map(ReceivedPacket::packetId).toList();
    }

    private List<String> errors() {
        return log.messages(Level.ERROR).stream().filter(line -> !line.startsWith("Failed delivery")).toList();
    }

    @Test
    @DisplayName("F06 M50 redeliver: DISCONNECT keeps session and Will, nothing in a route twice, acknowledged in order")
    void redeliver_messagesInRoutes_areRecognisedAndAcknowledgedInOrder() throws Exception {
        Flaky flaky = new Flaky(1);
        ScriptedConnection first = start(flaky, "a/#",
                "onFailure=redeliver&redeliveryDelay=200&concurrency=4&willTopic=will&receiveMaximum=2");
        first.publish("a/1", "bad", 1, 7);
        first.publish("a/2", "good", 1, 8);
        ScriptedConnection second = broker.awaitConnection();
        assertThat(acknowledged(first)).isEmpty();
        ReceivedPacket disconnect = first.await(PacketType.DISCONNECT);
        assertThat(disconnect.reasonCode()).isZero();
        second.send(Packets.duplicate("a/1", "bad", 1, 7), Packets.duplicate("a/2", "good", 1, 8));
        second.await(PacketType.PUBACK, 2);
        assertThat(acknowledged(second)).containsExactly(7, 8);
        assertThat(flaky.attempts()).containsExactlyInAnyOrder("bad", "good", "bad/1");
        assertThat(second.connect().variableHeader().isCleanSession()).isFalse();
        assertThat(log.troubles()).noneMatch(line -> line.contains("lost the connection"));
    }

    @Test
    @DisplayName("F06 M50 redeliver: two failures meanwhile share one reconnect")
    void redeliver_failuresMeanwhile_shareAReconnect() throws Exception {
        Flaky flaky = new Flaky(1);
        ScriptedConnection first = start(flaky, "a", "onFailure=redeliver&redeliveryDelay=400");
        first.publish("a", "bad1", 1, 1);
        first.publish("a", "bad2", 2, 2);
        ScriptedConnection second = broker.awaitConnection();
        second.send(Packets.duplicate("a", "bad1", 1, 1), Packets.duplicate("a", "bad2", 2, 2));
        second.await(PacketType.PUBACK);
        second.await(PacketType.PUBCOMP);
        assertThat(flaky.attempts()).containsExactly("bad1", "bad2", "bad1/1", "bad2/1");
        assertThat(broker.connections()).hasSize(2);
    }

    @Test
    @DisplayName("F06 M50 redeliver: a connection lost before the redelivery is due brings the message back, not before its time")
    void redeliver_connectionLostMeanwhile_waitsAndDoesNotReconnect() throws Exception {
        Flaky flaky = new Flaky(1);
        ScriptedConnection first = start(flaky, "a", "onFailure=redeliver&redeliveryDelay=1500");
        first.publish("a", "bad", 1, 1);
        until(() -> flaky.attempts().size() == 1);
        first.reset();
        ScriptedConnection second = broker.awaitConnection();
        second.send(Packets.duplicate("a", "bad", 1, 1));
        second.publish("a", "good", 1, 2);
        until(() -> flaky.attempts().contains("good"));
        assertThat(flaky.attempts()).containsExactly("bad", "good");
        until(() -> acknowledged(second).equals(List.of(1, 2)));
        assertThat(flaky.attempts()).containsExactly("bad", "good", "bad/1");
        assertThat(broker.connections()).hasSize(2);
    }

    @Test
    @DisplayName("F06 F12 redeliver: Session Present 0, the message is routed again from memory; counted, ERROR")
    void redeliver_sessionLost_isRoutedFromMemory() throws Exception {
        Flaky flaky = new Flaky(2);
        ScriptedConnection first = start(flaky, "a", "onFailure=redeliver&redeliveryDelay=50");
        broker.sessionPresent(false);
        first.publish("a", "bad", 1, 1);
        ScriptedConnection second = broker.awaitConnection();
        until(() -> flaky.attempts().size() == 3);
        assertThat(flaky.attempts()).containsExactly("bad", "bad/1", "bad/2");
        assertThat(errors()).anyMatch(line -> line.contains("has lost 1 failed message"));
        until(() -> camel.consumer("in").session().counters().stale() == 1);
        assertThat(camel.consumer("in").session().counters().redeliveriesLost()).isEqualTo(2);
        assertThat(acknowledged(second)).isEmpty();
    }

    @Test
    @DisplayName("F06 F16 redeliver: a route that stops before the redelivery is due does not connect again")
    void redeliver_routeStops_doesNotReconnect() throws Exception {
        Flaky flaky = new Flaky(1);
        ScriptedConnection first = start(flaky, "a", "onFailure=redeliver&redeliveryDelay=500");
        first.publish("a", "bad", 1, 1);
        until(() -> flaky.attempts().size() == 1);
        camel.stopRoute("in");
        await().during(Duration.ofMillis(800)).atMost(Duration.ofSeconds(5)).until(() -> broker.connections().size() == 1);
        assertThat(acknowledged(first)).isEmpty();
    }

    @Test
    @DisplayName("F06 redeliver: while the route is suspended the message comes, and waits for its resumption")
    void redeliver_routeSuspended_waitsForResume() throws Exception {
        Flaky flaky = new Flaky(1);
        ScriptedConnection first = start(flaky, "a", "onFailure=redeliver&redeliveryDelay=300");
        first.publish("a", "bad", 1, 1);
        until(() -> flaky.attempts().size() == 1);
        camel.suspendRoute("in");
        ScriptedConnection second = broker.awaitConnection();
        second.send(Packets.duplicate("a", "bad", 1, 1));
        until(() -> camel.consumer("in").session().counters().redelivered() == 1);
        assertThat(flaky.attempts()).hasSize(1);
        camel.resumeRoute("in");
        second.await(PacketType.PUBACK);
        assertThat(flaky.attempts()).containsExactly("bad", "bad/1");
    }

    @Test
    @DisplayName("F06 redeliver exhausted without deadLetterTopic: the route stops, nothing is acknowledged")
    void redeliverExhausted_noTopic_stopsTheRoute() throws Exception {
        Flaky flaky = new Flaky(Flaky.ALWAYS);
        broker.on(PacketType.SUBSCRIBE, (connection, packet) -> {
            connection.answer(packet);
            if (connection.number() > 1) {
                connection.send(Packets.duplicate("a", "bad", 1, 1));
            }
        });
        start(flaky, "a", "onFailure=redeliver&redeliveryDelay=10&maximumRedeliveries=2").publish("a", "bad", 1, 1);
        until(() -> camel.context().getRouteController().getRouteStatus("in") == ServiceStatus.Stopped);
        assertThat(flaky.attempts()).containsExactly("bad", "bad/1", "bad/2");
        assertThat(broker.connections()).hasSize(3).allMatch(connection -> acknowledged(connection).isEmpty());
        assertThat(problem()).contains("was stopped");
    }

    @Test
    @DisplayName("F06 a refused dead letter: unacknowledged, ERROR, DOWN, tried again; others go on; taken in the end")
    void deadLetter_refused_isTriedAgainWhileOthersGoOn() throws Exception {
        Flaky flaky = new Flaky(Flaky.ALWAYS);
        broker.refusePublish(0x87);
        ScriptedConnection connection = start(flaky, "a/#", "onFailure=deadLetter&deadLetterTopic=dead&redeliveryDelay=20");
        connection.publish("a/1", "good1", 1, 1);
        connection.publish("a/1", "bad", 1, 2);
        connection.publish("a/1", "good2", 1, 3);
        connection.await(PacketType.PUBLISH, 3);
        until(() -> flaky.attempts().contains("good2"));
        assertThat(acknowledged(connection)).containsExactly(1);
        assertThat(problem()).contains("dead letter", "a/1", "dead", "0x87");
        assertThat(errors()).anyMatch(line -> line.contains("cannot be published to dead") && line.contains("tried again"));
        broker.reset(PacketType.PUBLISH);
        until(() -> acknowledged(connection).equals(List.of(1, 2, 3)));
        until(() -> problem().isEmpty());
        assertThat(broker.connections()).hasSize(1);
    }

    @Test
    @DisplayName("F06 F16 a route stops at once although its dead letter is refused; the message is not acknowledged")
    void deadLetterRefused_routeStops_endsAndDoesNotAcknowledge() throws Exception {
        broker.refusePublish(0x87);
        ScriptedConnection connection
                = start(new Flaky(Flaky.ALWAYS), "a", "onFailure=deadLetter&deadLetterTopic=dead&redeliveryDelay=20");
        connection.publish("a", "bad", 1, 1);
        until(() -> !problem().isEmpty());
        camel.stopRoute("in");
        connection.await(PacketType.DISCONNECT);
        assertThat(acknowledged(connection)).isEmpty();
    }

    @Test
    @DisplayName("F06 F16 a dead letter under way when the route stops is awaited, and its message acknowledged before DISCONNECT")
    void deadLetterUnderWay_routeStops_isAwaited() throws Exception {
        broker.delay(PacketType.PUBLISH, Duration.ofMillis(400));
        ScriptedConnection connection = start(new Flaky(Flaky.ALWAYS), "a", "onFailure=deadLetter&deadLetterTopic=dead");
        connection.publish("a", "bad", 1, 1);
        connection.await(PacketType.PUBLISH);
        camel.stopRoute("in");
        connection.await(PacketType.DISCONNECT);
        assertThat(acknowledged(connection)).containsExactly(1);
    }

    @Test
    @DisplayName("F06 a dead letter topic that gets too long by {topic}: ERROR, DOWN, unacknowledged, others go on")
    void deadLetterTopic_tooLong_isReportedAndOthersGoOn() throws Exception {
        Flaky flaky = new Flaky(Flaky.ALWAYS);
        ScriptedConnection connection = start(flaky, "#", "onFailure=deadLetter&deadLetterTopic=dead/{topic}");
        connection.publish("t".repeat(65_533), "bad", 1, 1);
        connection.publish("a", "good", 1, 2);
        connection.publish("a", "bad2", 1, 3);
        connection.await(PacketType.PUBLISH);
        assertThat(errors()).anyMatch(line -> line.contains("The dead letter") && line.contains("65535"));
        assertThat(problem()).contains("dead letter");
        assertThat(acknowledged(connection)).isEmpty();
        assertThat(flaky.attempts()).containsExactly("bad", "good", "bad2");
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    @DisplayName("F06 F18 the failure text gives way to the broker's Maximum Packet Size")
    void deadLetter_smallMaximumPacketSize_isCut() throws Exception {
        broker.maximumPacketSize(180);
        ScriptedConnection connection = start(new Flaky(Flaky.ALWAYS), "a", "onFailure=deadLetter&deadLetterTopic=dead");
        connection.publish("a", "bad" + "x".repeat(60), 1, 1);
        MqttPublishMessage letter = connection.await(PacketType.PUBLISH).as(MqttPublishMessage.class);
        MqttProperties properties = letter.variableHeader().properties();
        assertThat(properties.getProperties(MqttProperties.MqttPropertyType.USER_PROPERTY.value()).toString())
                .contains("mqttx-failure-topic").doesNotContain("mqttx-failure-message");
        connection.await(PacketType.PUBACK);
        assertThat(errors()).isEmpty();
    }

    @Test
    @DisplayName("F06 a dead letter that its own route receives is acknowledged with ERROR, not sent round for ever")
    void deadLetter_receivedByItsRoute_isAcknowledged() throws Exception {
        Flaky flaky = new Flaky(Flaky.ALWAYS);
        ScriptedConnection connection
                = start(flaky, "#", "onFailure=deadLetter&deadLetterTopic=dead/{topic}&mqttVersion=3.1.1");
        connection.publish("a", "bad", 1, 1);
        connection.await(PacketType.PUBACK);
        connection.publish("dead/a", "bad", 1, 2);
        connection.await(PacketType.PUBACK, 2);
        assertThat(connection.received(PacketType.PUBLISH)).hasSize(1);
        assertThat(errors()).anyMatch(line -> line.contains("is a dead letter itself") && line.contains("dead/{topic}"));
    }

    @Test
    @DisplayName("F06 stop: 40 messages of 8 topics at concurrency 16, later ones of the topic wait, none is lost over the restart")
    void stop_manyTopics_laterOnesOfTheTopicWait() throws Exception {
        Flaky flaky = new Flaky(Flaky.ALWAYS);
        ScriptedConnection first = start(flaky, "a/#", "onFailure=stop&concurrency=16");
        first.send(IntStream.rangeClosed(1, 40).mapToObj(id -> Packets.publish("a/" + id % 8, text(id), 1, id))
                .toArray(io.netty.handler.codec.mqtt.MqttMessage[]::new));
        until(() -> camel.context().getRouteController().getRouteStatus("in") == ServiceStatus.Stopped);
        assertThat(flaky.attempts()).contains("bad9").doesNotContain("m17", "m25", "m33");
        List<Integer> done = acknowledged(first);
        assertThat(done).isEqualTo(IntStream.rangeClosed(1, done.size()).boxed().toList()).doesNotContain(9);
        flaky.mend();
        camel.startRoute("in");
        ScriptedConnection second = broker.awaitConnection();
        second.await(PacketType.SUBSCRIBE);
        for (int id = done.size() + 1; id <= 40; id++) {
            second.send(Packets.duplicate("a/" + id % 8, text(id), 1, id));
        }
        second.await(PacketType.PUBACK, 40 - done.size());
        assertThat(flaky.attempts()).contains("m40", "m17").filteredOn("bad9"::equals).hasSize(2);
        List<String> topic1 = flaky.attempts().stream().filter(List.of("bad9", "m17", "m25", "m33")::contains).toList();
        assertThat(topic1).containsExactly("bad9", "bad9", "m17", "m25", "m33");
    }

    private static String text(int id) {
        return id == 9 ? "bad9" : "m" + id;
    }

    @Test
    @DisplayName("F06 F29 stop on a shared session: the neighbour goes on; the session keeps the message for the restart")
    void stop_sharedSession_keepsTheMessageForTheRestart() throws Exception {
        Flaky flaky = new Flaky(1);
        Recorder neighbour = camel.record("neighbour", "mqttx:n?clientId=failure" + ItSupport.DURABLE + Its.QUICK);
        camel.record("in", "mqttx:a?onFailure=stop" + SESSION, flaky);
        camel.start();
        ScriptedConnection connection = broker.awaitConnection();
        connection.await(PacketType.SUBSCRIBE, 2);
        connection.publish("a", "bad", 1, 1);
        connection.publish("a", "later", 1, 2);
        until(() -> camel.context().getRouteController().getRouteStatus("in") == ServiceStatus.Stopped);
        connection.publish("n", "n", 1, 3);
        connection.publish("a", "latest", 1, 4);
        neighbour.await(1);
        assertThat(acknowledged(connection)).isEmpty();
        camel.startRoute("in");
        until(() -> acknowledged(connection).equals(List.of(1, 2, 3, 4)));
        assertThat(flaky.attempts()).containsExactly("bad", "bad/1", "later", "latest");
        assertThat(broker.connections()).hasSize(1);
    }

    @Test
    @DisplayName("F06 stop in a session that ends with its connection: WARN at start")
    void stop_sessionNotDurable_warns() throws Exception {
        camel.record("in", "mqttx:a?onFailure=stop");
        camel.start();
        assertThat(log.troubles()).anyMatch(line -> line.contains("Route in stops at a failure") && line.contains("are lost"));
    }

    @Test
    @DisplayName("F06 redeliver has a session of its own: another endpoint with its clientId is told so, whoever starts first")
    void redeliver_clientIdOfAnotherEndpoint_failsAtStart() throws Exception {
        camel.record("in", "mqttx:a?onFailure=redeliver" + SESSION);
        camel.start();
        assertThatThrownBy(() -> camel.record("other", "mqttx:b?clientId=failure" + ItSupport.DURABLE + Its.QUICK))
                .hasStackTraceContaining("onFailure=redeliver reconnects").hasStackTraceContaining("a clientId of its own");
        camel.stopRoute("in");
        camel.context().removeRoute("other");
        camel.record("first", "mqttx:b?clientId=failure" + ItSupport.DURABLE + Its.QUICK);
        assertThatThrownBy(() -> camel.startRoute("in"))
                .hasStackTraceContaining("'failure'").hasStackTraceContaining("a clientId of its own");
    }

    @Test
    @DisplayName("F06 M50 redeliver: an asynchronous route (delayer, threads, seda) fails on another thread")
    void redeliver_asynchronousRoutes_comeAgain() throws Exception {
        Flaky flaky = new Flaky(1);
        String options = "?onFailure=redeliver&redeliveryDelay=100&concurrency=4" + SESSION;
        camel.routes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("mqttx:a/#" + options).routeId("in").choice()
                        .when(simple("${header.CamelMqttxTopic} == 'a/delay'")).delay(50).asyncDelayed().process(flaky)
                        .endChoice()
                        .when(simple("${header.CamelMqttxTopic} == 'a/threads'")).threads(1).process(flaky).endChoice()
                        .otherwise().to("seda:hop?waitForTaskToComplete=Always");
                from("seda:hop").process(flaky);
            }
        }).start();
        ScriptedConnection first = broker.awaitConnection();
        first.await(PacketType.SUBSCRIBE);
        broker.sessionPresent(true);
        broker.on(PacketType.SUBSCRIBE, (connection, packet) -> {
            connection.answer(packet);
            connection.send(Packets.duplicate("a/delay", "bad1", 1, 1), Packets.duplicate("a/threads", "bad2", 1, 2),
                    Packets.duplicate("a/seda", "bad3", 1, 3));
        });
        first.publish("a/delay", "bad1", 1, 1);
        first.publish("a/threads", "bad2", 1, 2);
        first.publish("a/seda", "bad3", 1, 3);
        until(() -> broker.connections().stream().flatMap(each -> acknowledged(each).stream()).count() == 3);
        assertThat(flaky.attempts())
                .containsExactlyInAnyOrder("bad1", "bad2", "bad3", "bad1/1", "bad2/1", "bad3/1");
    }
}
