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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.camelmqttx.MqttxConstants;
import io.github.camelmqttx.MqttxManualAcknowledgement;
import io.github.camelmqttx.testbed.PacketType;
import io.github.camelmqttx.testbed.Packets;
import io.github.camelmqttx.testbed.ReceivedPacket;
import io.github.camelmqttx.testbed.ScriptedBroker;
import io.github.camelmqttx.testbed.ScriptedConnection;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultConsumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class AcknowledgementIT {

    @AutoClose
    private final ScriptedBroker broker = ScriptedBroker.start();
    @AutoClose
    private final ItSupport camel = new ItSupport(broker.uri());

    /** Holds exchanges asynchronously, without a thread, until the test lets them go. */
    private static final class Holder extends AsyncProcessorSupport {

        private final Map<String, Runnable> held = new ConcurrentHashMap<>();
        private final List<String> begun = new CopyOnWriteArrayList<>();

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            String text = exchange.getMessage().getBody(String.class);
            held.put(text, () -> callback.done(false));
            begun.add(text);
            return false;
        }

        void release(String text) {
            held.remove(text).run();
        }

        void awaitBegun(int count) {
            await().until(() -> begun.size() >= count);
        }
    }

    @BeforeEach
    void oneSession() {
        camel.defaults().setClientId("acknowledgement");
        camel.defaults().setReconnectDelay(10);
    }

    private Holder holdingRoute(String uri) throws Exception {
        Holder holder = new Holder();
        camel.routes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId("in").process(holder);
            }
        }).start();
        return holder;
    }

    private ScriptedConnection subscribed() {
        ScriptedConnection connection = broker.awaitConnection();
        connection.await(PacketType.SUBSCRIBE);
        return connection;
    }

    /** The acknowledgements that have left; a publish on the same session has pushed out whatever was ready. */
    private List<Integer> acknowledged(ScriptedConnection connection, PacketType type) {
        camel.send("mqttx:fence", "fence");
        return connection.received(type).stream().map(ReceivedPacket::packetId).toList();
    }

    private void durable() {
        camel.defaults().setCleanStart(false);
        camel.defaults().setSessionExpiryInterval("1h");
    }

    @ParameterizedTest(name = "{displayName} {0}")
    @ValueSource(ints = { 1, 2 })
    @DisplayName("F02 M52 promise 1: an asynchronous route is acknowledged when it is done, in arrival order, with QoS")
    void asynchronousRoute_endsOutOfOrder_acknowledgementsLeaveInArrivalOrder(int qos) throws Exception {
        PacketType type = qos == 1 ? PacketType.PUBACK : PacketType.PUBREC;
        Holder holder = holdingRoute("mqttx:a/#?concurrency=4&qos=" + qos);
        ScriptedConnection connection = subscribed();
        for (int id = 11; id <= 14; id++) {
            connection.publish("a/" + id, "m" + id, qos, id);
        }
        holder.awaitBegun(4);
        assertThat(acknowledged(connection, type)).isEmpty();
        holder.release("m13");
        holder.release("m12");
        assertThat(acknowledged(connection, type)).isEmpty();
        holder.release("m11");
        assertThat(acknowledged(connection, type)).containsExactly(11, 12, 13);
        holder.release("m14");
        assertThat(acknowledged(connection, type)).containsExactly(11, 12, 13, 14);
    }

    @Test
    @DisplayName("F02 promise 1: a hop to another thread belongs to the exchange")
    void threadsAndSedaHop_notDone_isNotAcknowledged() throws Exception {
        Holder holder = new Holder();
        camel.routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("mqttx:a").threads(1).to("seda:hop?waitForTaskToComplete=Always");
                from("seda:hop").process(holder);
            }
        }).start();
        ScriptedConnection connection = subscribed();
        connection.publish("a", "m", 1, 5);
        holder.awaitBegun(1);
        assertThat(acknowledged(connection, PacketType.PUBACK)).isEmpty();
        holder.release("m");
        assertThat(connection.await(PacketType.PUBACK).packetId()).isEqualTo(5);
    }

    @Test
    @DisplayName("promise 1 F12: connection lost while in a route: the redelivered message is recognised, acknowledged once")
    void connectionLost_messageInRoute_redeliveryIsRecognisedAndAcknowledgedOnTheNewConnection() throws Exception {
        durable();
        Holder holder = holdingRoute("mqttx:a");
        ScriptedConnection first = subscribed();
        broker.sessionPresent(true);
        first.publish("a", "m1", 1, 7);
        first.publish("a", "m2", 1, 8);
        holder.awaitBegun(2);
        first.reset();
        ScriptedConnection second = broker.awaitConnection();
        holder.release("m1");
        assertThat(acknowledged(second, PacketType.PUBACK)).as("the broker has not sent it again").isEmpty();
        second.send(Packets.duplicate("a", "m1", 1, 7), Packets.duplicate("a", "m2", 1, 8));
        assertThat(second.await(PacketType.PUBACK).packetId()).isEqualTo(7);
        holder.release("m2");
        assertThat(acknowledged(second, PacketType.PUBACK)).containsExactly(7, 8);
        assertThat(holder.begun).containsExactly("m1", "m2");
        assertThat(first.received(PacketType.PUBACK)).isEmpty();
    }

    @Test
    @DisplayName("F06 promise 1: after Session Present 0 nothing of the old session is acknowledged")
    void sessionLost_oldMessageDone_isNotAcknowledgedToTheNewSession() throws Exception {
        durable();
        Holder holder = holdingRoute("mqttx:a");
        ScriptedConnection first = subscribed();
        first.publish("a", "old", 1, 7);
        holder.awaitBegun(1);
        first.reset();
        ScriptedConnection second = subscribed();
        second.publish("a", "new", 1, 7);
        holder.awaitBegun(2);
        holder.release("old");
        assertThat(acknowledged(second, PacketType.PUBACK)).isEmpty();
        holder.release("new");
        assertThat(acknowledged(second, PacketType.PUBACK)).containsExactly(7);
    }

    @Test
    @DisplayName("F12 DUP on a message never seen before: it is delivered")
    void duplicateFlag_messageNeverSeen_isDelivered() throws Exception {
        Recorder in = camel.record("in", "mqttx:a?qos=2");
        camel.start();
        ScriptedConnection connection = subscribed();
        connection.send(Packets.duplicate("a", "one", 1, 1), Packets.duplicate("a", "two", 2, 2));
        assertThat(in.await(2)).extracting(Received::text).containsExactly("one", "two");
        assertThat(in.all()).allMatch(Received::duplicate);
        assertThat(connection.await(PacketType.PUBACK).packetId()).isEqualTo(1);
        assertThat(connection.await(PacketType.PUBCOMP).packetId()).isEqualTo(2);
    }

    @Test
    @DisplayName("promise 1 ackMode=onReceive: acknowledged before the route is done")
    void onReceive_routeNotDone_isAcknowledged() throws Exception {
        Holder holder = holdingRoute("mqttx:a?ackMode=onReceive");
        ScriptedConnection connection = subscribed();
        connection.publish("a", "m", 1, 3);
        assertThat(connection.await(PacketType.PUBACK).packetId()).isEqualTo(3);
        holder.awaitBegun(1);
        holder.release("m");
        assertThat(acknowledged(connection, PacketType.PUBACK)).containsExactly(3);
    }

    @Test
    @DisplayName("promise 1 ackMode=manual: acknowledged when the route says so, in arrival order, each once")
    void manual_acknowledgedOutOfOrder_leavesInArrivalOrder() throws Exception {
        List<MqttxManualAcknowledgement> given = new CopyOnWriteArrayList<>();
        Recorder in = camel.record("in", "mqttx:a?ackMode=manual", exchange -> given.add(exchange.getMessage()
                .getHeader(MqttxConstants.MANUAL_ACKNOWLEDGEMENT, MqttxManualAcknowledgement.class)));
        camel.start();
        ScriptedConnection connection = subscribed();
        connection.publish("a", "1", 1, 1);
        connection.publish("a", "2", 2, 2);
        connection.publish("a", "3", 1, 3);
        in.await(3);
        assertThat(connection.received(PacketType.PUBACK)).isEmpty();
        given.get(2).acknowledge();
        given.get(1).acknowledge();
        assertThat(acknowledged(connection, PacketType.PUBACK)).isEmpty();
        assertThat(connection.received(PacketType.PUBREC)).isEmpty();
        given.get(0).acknowledge();
        given.get(0).acknowledge();
        assertThat(acknowledged(connection, PacketType.PUBACK)).containsExactly(1, 3);
        assertThat(connection.received(PacketType.PUBREC)).hasSize(1);
        assertThat(order(connection)).containsExactly("PUBACK 1", "PUBREC 2", "PUBACK 3");
    }

    private static List<String> order(ScriptedConnection connection) {
        return connection.received().stream().filter(packet -> packet.type() == PacketType.PUBACK
                || packet.type() == PacketType.PUBREC).map(ReceivedPacket::toString).toList();
    }

    @Test
    @DisplayName("M51 a failed exchange is acknowledged, counted and handed to the exception handler; the connection stays")
    void failedExchange_isAcknowledgedAndReported_andTheConnectionStays() throws Exception {
        List<Throwable> reported = new CopyOnWriteArrayList<>();
        camel.routes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("mqttx:a?qos=2").routeId("in").process(exchange -> {
                    throw new IllegalStateException("bad " + exchange.getMessage().getBody(String.class));
                });
            }
        }).start();
        ((DefaultConsumer) camel.context().getRoute("in").getConsumer()).setExceptionHandler(new Reports(reported));
        ScriptedConnection connection = subscribed();
        connection.publish("a", "1", 1, 1);
        connection.publish("a", "2", 2, 2);
        connection.publish("a", "3", 1, 3);
        connection.await(PacketType.PUBACK, 2);
        connection.await(PacketType.PUBCOMP);
        assertThat(order(connection)).containsExactly("PUBACK 1", "PUBREC 2", "PUBACK 3");
        assertThat(reported).extracting(Throwable::getMessage).containsExactly("bad 1", "bad 2", "bad 3");
        assertThat(connection.received(PacketType.PUBREC).get(0).reasonCode()).isZero();
        assertThat(connection.isOpen()).isTrue();
        assertThat(broker.connections()).hasSize(1);
    }

    private record Reports(List<Throwable> list) implements ExceptionHandler {

        @Override
        public void handleException(Throwable exception) {
            list.add(exception);
        }

        @Override
        public void handleException(String message, Throwable exception) {
            list.add(exception);
        }

        @Override
        public void handleException(String message, Exchange exchange, Throwable exception) {
            list.add(exception);
        }
    }

    @Test
    @DisplayName("M51 an exchange that the error handler repairs is acknowledged when it has been repaired")
    void failedExchange_redeliveredByCamel_isAcknowledgedAfterTheLastTry() throws Exception {
        List<String> tries = new ArrayList<>();
        Holder holder = new Holder();
        camel.routes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(IllegalStateException.class).maximumRedeliveries(2).redeliveryDelay(1).handled(true)
                        .process(holder);
                from("mqttx:a").process(exchange -> {
                    tries.add(exchange.getMessage().getBody(String.class));
                    throw new IllegalStateException("again");
                });
            }
        }).start();
        ScriptedConnection connection = subscribed();
        connection.publish("a", "m", 1, 9);
        holder.awaitBegun(1);
        assertThat(acknowledged(connection, PacketType.PUBACK)).isEmpty();
        assertThat(tries).hasSize(3);
        holder.release("m");
        assertThat(connection.await(PacketType.PUBACK).packetId()).isEqualTo(9);
    }
}
