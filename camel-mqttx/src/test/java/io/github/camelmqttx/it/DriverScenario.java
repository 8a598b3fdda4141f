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
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.camelmqttx.MqttxConstants;
import io.github.camelmqttx.MqttxPublishException;
import io.github.camelmqttx.testbed.PacketType;
import io.github.camelmqttx.testbed.Packets;
import io.github.camelmqttx.testbed.ScriptedBroker;
import io.github.camelmqttx.testbed.ScriptedConnection;
import io.netty.handler.codec.mqtt.MqttProperties;
import org.apache.camel.Exchange;
import org.awaitility.core.ConditionTimeoutException;

import static io.github.camelmqttx.it.Its.until;

/**
 * Random dealings of one session with a scripted broker: the same seed gives the same steps with every driver. Each
 * step ends when both sides are at rest, so that the trace does not depend on time.
 */
final class DriverScenario {

    private static final String SESSION = "clientId=trace&cleanStart=false&qos=1&reconnectDelay=10&reconnectMaxDelay=50"
                                          + "&userName=u&password=p&willTopic=gone&willPayload=RAW(w)&willQos=1";
    private static final int STEPS = 25;

    /** When the route's messages are acknowledged, and the highest QoS that every driver can do it so with. */
    enum AckMode {
        ON_COMPLETION("onCompletion", 1, EnumSet.of(PacketType.SUBSCRIBE, PacketType.PUBREC, PacketType.PUBCOMP)),
        ON_RECEIVE("onReceive", 2, EnumSet.of(PacketType.SUBSCRIBE, PacketType.PUBACK, PacketType.PUBREC, PacketType.PUBCOMP));

        private final String option;
        private final int qos;
        private final Set<PacketType> independent;

        AckMode(String option, int qos, Set<PacketType> independent) {
            this.option = option;
            this.qos = qos;
            this.independent = independent;
        }
    }

    private final Cell cell;
    private final AckMode ackMode;
    private final Random random;
    private final ScriptedBroker broker;
    private final ItSupport camel;
    private final Map<Integer, String> delivered = new HashMap<>();
    private final List<String> published = new ArrayList<>();
    private final Recorder routed;
    /** Payloads that have come to the route, each once: a driver that does not see DUP brings one twice. */
    private final Set<String> entered = ConcurrentHashMap.newKeySet();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private int number;
    private int connection = 1;

    private DriverScenario(Cell cell, AckMode ackMode, long seed, ScriptedBroker broker, ItSupport camel) throws Exception {
        this.cell = cell;
        this.ackMode = ackMode;
        this.random = new Random(seed);
        this.broker = broker;
        this.camel = camel;
        camel.defaults().setClient(cell.driver().option());
        camel.defaults().setMqttVersion(cell.version());
        if (cell.isMqtt5()) {
            camel.defaults().setSessionExpiryInterval("1h");
        }
        this.routed
                = camel.record("in", "mqttx:in/#;qos=" + ackMode.qos + ",exact;qos=1?ackMode=" + ackMode.option + "&" + SESSION,
                        this::pass);
    }

    /** Runs it to its end, DISCONNECT included. */
    static Trace run(Cell cell, AckMode ackMode, long seed) throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start()) {
            DriverScenario scenario;
            try (ItSupport camel = new ItSupport(broker.uri())) {
                scenario = new DriverScenario(cell, ackMode, seed, broker, camel);
                scenario.run();
            } catch (ConditionTimeoutException | TimeoutException | AssertionError e) {
                throw new AssertionError(cell + " has not done what was waited for: " + broker.connections(), e);
            }
            scenario.current().await(PacketType.DISCONNECT);
            return Trace.of(broker, scenario.delivered, ackMode.independent, scenario.routed.all(), scenario.published);
        }
    }

    private void run() throws Exception {
        camel.start();
        current().await(PacketType.SUBSCRIBE);
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(7)) {
                case 0, 1 -> deliver();
                case 2 -> publishAndTakeDown(random.nextInt(3));
                case 3 -> deliverToABusyRoute();
                case 4 -> loseAnAnswer();
                case 5 -> redeliver();
                default -> refuse();
            }
        }
    }

    private ScriptedConnection current() {
        return broker.awaitConnection(connection);
    }

    private void pass(Exchange exchange) throws InterruptedException {
        entered.add(exchange.getMessage().getBody(String.class));
        if (!gate.await(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The gate was not opened");
        }
    }

    private void deliver() {
        int qos = random.nextInt(ackMode.qos + 1);
        int id = send(qos);
        awaitAnswer(qos, id);
        awaitRouted(number);
    }

    private int send(int qos) {
        int id = ++number;
        String text = "m" + id;
        delivered.put(id, text + " qos " + qos);
        MqttProperties properties = new MqttProperties();
        if (cell.isMqtt5() && random.nextBoolean()) {
            properties.add(new MqttProperties.StringProperty(0x03, "text/" + id));
            properties.add(new MqttProperties.UserProperties(List.of(new MqttProperties.StringPair("k", "v" + id))));
        }
        String topic = random.nextInt(5) == 0 && qos < 2 ? "exact" : "in/" + random.nextInt(4);
        boolean retained = random.nextBoolean();
        current().send(Packets.publish(topic, text, qos, id, false, retained, properties));
        return id;
    }

    private void awaitAnswer(int qos, int id) {
        PacketType last = qos == 1 ? PacketType.PUBACK : PacketType.PUBCOMP;
        if (qos > 0) {
            until(() -> current().received(last).stream().anyMatch(packet -> packet.packetId() == id));
        }
    }

    private void awaitRouted(int count) {
        until(() -> entered.size() >= count);
    }

    private CompletableFuture<Exchange> publish(int qos) {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put(MqttxConstants.OVERRIDE_QOS, qos);
        headers.put(MqttxConstants.OVERRIDE_RETAINED, random.nextBoolean());
        headers.put("k", List.of("1", "2"));
        headers.put(MqttxConstants.CONTENT_TYPE, "text/plain");
        headers.put(MqttxConstants.MESSAGE_EXPIRY_INTERVAL, 100L);
        headers.put(MqttxConstants.CORRELATION_DATA, new byte[] { 1, (byte) random.nextInt() });
        Object body = random.nextInt(4) == 0 ? null : "grüße " + random.nextInt(1000);
        String uri = "mqttx:out/" + random.nextInt(1_000_000) + "?" + SESSION;
        return camel.template().asyncSend(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(headers);
        });
    }

    private void publishAndTakeDown(int qos) throws Exception {
        int seen = current().received(PacketType.PUBLISH).size();
        takeDown(publish(qos));
        until(() -> current().received(PacketType.PUBLISH).size() > seen);
    }

    private void takeDown(CompletableFuture<Exchange> publish) throws Exception {
        Exception failure = publish.get(30, TimeUnit.SECONDS).getException();
        published.add(failure == null ? "published" : failure instanceof MqttxPublishException refused
                ? "refused " + refused.getReasonCode() + " retryable " + refused.isRetryable() : "failed " + failure);
    }

    /** A publish in between shows in the trace what was acknowledged before the route was done. */
    private void deliverToABusyRoute() throws Exception {
        gate = new CountDownLatch(1);
        int before = number;
        List<Integer> levels = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            levels.add(random.nextInt(ackMode.qos + 1));
            send(levels.get(i));
        }
        awaitRouted(before + 1);
        publishAndTakeDown(1);
        gate.countDown();
        for (int i = 0; i < 4; i++) {
            awaitAnswer(levels.get(i), before + 1 + i);
        }
        awaitRouted(number);
    }

    /**
     * The connection is lost before the answer to a publish comes. Not of QoS 2, which Paho goes on with in its own
     * way.
     */
    private void loseAnAnswer() throws Exception {
        boolean kept = random.nextBoolean();
        int seen = current().received(PacketType.PUBLISH).size();
        broker.once(PacketType.PUBLISH, (line, packet) -> {
        });
        CompletableFuture<Exchange> publish = publish(1);
        until(() -> current().received(PacketType.PUBLISH).size() > seen);
        reconnect(kept);
        takeDown(publish);
    }

    private void reconnect(boolean sessionKept) {
        broker.sessionPresent(sessionKept);
        ScriptedConnection lost = current();
        connection++;
        lost.reset();
        // a session of MQTT 5 is told of its subscriptions again, because a broker may have dropped one (Retain Handling 1)
        if (!sessionKept || cell.isMqtt5()) {
            current().await(PacketType.SUBSCRIBE);
        }
    }

    /** The connection is lost while a message is in the route: sent again, it is the same message. */
    private void redeliver() {
        if (ackMode == AckMode.ON_RECEIVE) {
            deliver();
            return;
        }
        gate = new CountDownLatch(1);
        int id = ++number;
        delivered.put(id, "m" + id + " again");
        current().send(Packets.publish("in/again", "m" + id, 1, id));
        awaitRouted(number);
        reconnect(true);
        current().send(Packets.duplicate("in/again", "m" + id, 1, id));
        gate.countDown();
        awaitAnswer(1, id);
    }

    /** Not of QoS 2, because Paho ends the connection then. */
    private void refuse() throws Exception {
        int code = cell.isMqtt5() ? 0x97 : 0;
        broker.once(PacketType.PUBLISH, (line, packet) -> line.send(Packets.pubAck(packet.packetId(), code)));
        publishAndTakeDown(1);
    }
}
