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
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.camelmqttx.MqttxConsumer;
import io.github.camelmqttx.testbed.Broker;
import io.github.camelmqttx.testbed.LogCapture;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.ProbeMessage;
import io.github.camelmqttx.testbed.ProbeOptions;
import org.apache.camel.Exchange;
import org.apache.camel.ServiceStatus;
import org.apache.camel.spi.ExceptionHandler;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;

import static io.github.camelmqttx.it.Its.until;
import static org.assertj.core.api.Assertions.assertThat;

/** The cells of the table "What if the exchange fails?": QoS, MQTT version, onFailure. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FailureContract {

    private static final String CELLS = "onFailure={0}, MQTT {1}, QoS {2}";

    private final List<String> reported = new CopyOnWriteArrayList<>();
    private Broker broker;
    private ItSupport camel;
    private MqttProbe probe;
    private String root;
    private int cell;

    /** The broker, not started. */
    abstract Broker create();

    @BeforeAll
    void startBroker() {
        broker = create();
        broker.start();
    }

    @AfterAll
    void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @BeforeEach
    void open() {
        root = "failure/" + getClass().getSimpleName() + cell++;
        probe = MqttProbe.connect(broker, ProbeOptions.transientSession());
        reported.clear();
    }

    @AfterEach
    void close() throws Exception {
        probe.close();
        if (camel != null) {
            camel.close();
        }
    }

    private void route(Flaky flaky, String version, int qos, String options) throws Exception {
        camel = new ItSupport(broker);
        camel.defaults().setMqttVersion(version);
        String session = "3.1.1".equals(version) ? "&cleanStart=false" : ItSupport.DURABLE;
        camel.record("in", "mqttx:" + root + "/in?qos=" + qos + "&clientId=" + clientId() + session + Its.QUICK
                           + "&redeliveryDelay=50&" + options,
                flaky);
        camel.start();
        consumer().setExceptionHandler(new Reports());
    }

    private MqttxConsumer consumer() {
        return camel.consumer("in");
    }

    private void publish(int qos, String... texts) {
        for (String text : texts) {
            ProbeMessage message = ProbeMessage.of(root + "/in", text, qos);
            MqttProperties properties = message.properties();
            properties.setContentType("text/x");
            properties.setCorrelationData(new byte[] { 7 });
            properties.setResponseTopic(root + "/reply");
            properties.setMessageExpiryInterval(600L);
            properties.setPayloadFormat(true);
            probe.publish(message.withUserProperty("b", "1").withUserProperty("a", "2").withUserProperty("b", "3"));
        }
    }

    private void awaitAcknowledged() {
        until(() -> consumer().session() != null && consumer().session().counters().unacknowledged() == 0);
    }

    /** What the broker still has for the session when the application has ended. */
    private List<String> leftOver(int qos, String version) throws Exception {
        camel.close();
        camel = null;
        ProbeOptions heir = ProbeOptions.durable(clientId()).withVersion("3.1.1".equals(version) ? 4 : 5);
        try (MqttProbe left = MqttProbe.connect(broker, heir)) {
            assertThat(left.isSessionPresent()).isTrue();
            publish(qos, "end");
            until(() -> left.texts().contains("end"));
            return left.texts().stream().filter(text -> !"end".equals(text)).toList();
        }
    }

    private String clientId() {
        return root.replace('/', '-');
    }

    @ParameterizedTest(name = "F06 M50 M51 M52 " + CELLS + ": acknowledged, reported once")
    @CsvSource({
            "acknowledge,3.1.1,0", "acknowledge,3.1.1,1", "acknowledge,3.1.1,2", "acknowledge,5,0", "acknowledge,5,1",
            "acknowledge,5,2" })
    void failure_acknowledge_isReportedAndAcknowledged(String onFailure, String version, int qos) throws Exception {
        Flaky flaky = new Flaky(Flaky.ALWAYS);
        route(flaky, version, qos, "onFailure=" + onFailure);
        publish(qos, "bad", "good");
        until(() -> flaky.attempts().size() == 2);
        awaitAcknowledged();
        assertThat(flaky.attempts()).containsExactly("bad", "good");
        assertThat(reported).singleElement().asString().contains(root + "/in", "acknowledged all the same");
        assertThat(leftOver(qos, version)).isEmpty();
    }

    @ParameterizedTest(name = "F06 M50 M51 " + CELLS + ": a dead letter with all of the message, then acknowledged")
    @CsvSource({
            "deadLetter,3.1.1,0", "deadLetter,3.1.1,1", "deadLetter,3.1.1,2", "deadLetter,5,0", "deadLetter,5,1",
            "deadLetter,5,2" })
    void failure_deadLetter_isPublishedAndAcknowledged(String onFailure, String version, int qos) throws Exception {
        probe.subscribe("dead/" + root + "/#", 2);
        Flaky flaky = new Flaky(Flaky.ALWAYS);
        route(flaky, version, qos, "deadLetterTopic=dead/{topic}&onFailure=" + onFailure);
        publish(qos, "bad", "good");
        ProbeMessage letter = probe.await(1).get(0);
        until(() -> flaky.attempts().size() == 2);
        awaitAcknowledged();
        assertLetter(letter, qos, version, 1);
        until(() -> consumer().session().counters().deadLettered() == 1);
        assertThat(reported).singleElement().asString().contains("dead/{topic}");
        assertThat(leftOver(qos, version)).isEmpty();
        assertThat(probe.texts()).containsExactly("bad");
    }

    private void assertLetter(ProbeMessage letter, int qos, String version, int attempts) {
        assertThat(letter.topic()).isEqualTo("dead/" + root + "/in");
        assertThat(letter.text()).isEqualTo("bad");
        assertThat(letter.qos()).isEqualTo(Math.max(1, qos));
        assertThat(letter.retained()).isFalse();
        List<String> user = new ArrayList<>();
        for (UserProperty property : letter.properties().getUserProperties()) {
            user.add(property.getKey() + "=" + property.getValue());
        }
        if ("3.1.1".equals(version)) {
            assertThat(user).isEmpty();
            return;
        }
        assertThat(letter.properties().getContentType()).isEqualTo("text/x");
        assertThat(letter.properties().getCorrelationData()).containsExactly(7);
        assertThat(letter.properties().getResponseTopic()).isEqualTo(root + "/reply");
        assertThat(letter.properties().getPayloadFormat()).isTrue();
        assertThat(letter.properties().getMessageExpiryInterval()).isBetween(500L, 600L);
        assertThat(user).startsWith("b=1", "a=2", "b=3").contains("mqttx-failure-topic=" + root + "/in",
                "mqttx-failure-route=in", "mqttx-failure-exception=java.lang.IllegalStateException",
                "mqttx-failure-attempts=" + attempts);
        assertThat(user).filteredOn(one -> one.startsWith("mqttx-failure-message=")).singleElement().asString()
                .contains("cannot digest bad").doesNotContain("verySecret");
        assertThat(user).anyMatch(one -> one.matches("mqttx-failure-time=20\\d\\d-.*Z"));
    }

    @ParameterizedTest(name = "F06 M50 M51 " + CELLS + ": comes again with its number of failed attempts, others once")
    @CsvSource({ "redeliver,3.1.1,1", "redeliver,3.1.1,2", "redeliver,5,1", "redeliver,5,2" })
    void failure_redeliver_comesAgainUntilItSucceeds(String onFailure, String version, int qos) throws Exception {
        Flaky flaky = new Flaky(2);
        route(flaky, version, qos, "onFailure=" + onFailure);
        publish(qos, "bad", "good");
        until(() -> flaky.attempts().contains("bad/2"));
        awaitAcknowledged();
        assertThat(flaky.attempts()).containsOnlyOnce("bad", "bad/1", "bad/2", "good").hasSize(4);
        assertThat(reported).hasSize(2).allSatisfy(text -> assertThat(text).contains("send the message again"));
        assertThat(consumer().session().counters().redelivered()).isEqualTo(2);
        assertThat(consumer().session().counters().connects()).isEqualTo(3);
        assertThat(leftOver(qos, version)).isEmpty();
    }

    @ParameterizedTest(name = "F06 M50 M51 " + CELLS + ": nothing to redeliver, acknowledged and reported")
    @CsvSource({ "redeliver,3.1.1,0", "redeliver,5,0" })
    void failure_redeliverQos0_isAcknowledged(String onFailure, String version, int qos) throws Exception {
        Flaky flaky = new Flaky(Flaky.ALWAYS);
        route(flaky, version, qos, "onFailure=" + onFailure);
        publish(qos, "bad", "good");
        until(() -> flaky.attempts().size() == 2);
        assertThat(reported).singleElement().asString().contains("no broker sends a message of QoS 0 again", "acknowledged");
        assertThat(consumer().session().counters().connects()).isEqualTo(1);
    }

    @ParameterizedTest(name = "F06 M50 M51 " + CELLS + " exhausted: a dead letter after the last redelivery")
    @CsvSource({
            "redeliver,3.1.1,0", "redeliver,3.1.1,1", "redeliver,3.1.1,2", "redeliver,5,0", "redeliver,5,1",
            "redeliver,5,2" })
    void failure_redeliverExhausted_isDeadLetter(String onFailure, String version, int qos) throws Exception {
        probe.subscribe("dead/" + root + "/#", 2);
        Flaky flaky = new Flaky(Flaky.ALWAYS);
        route(flaky, version, qos, "maximumRedeliveries=2&deadLetterTopic=dead/{topic}&onFailure=" + onFailure);
        publish(qos, "bad", "good");
        ProbeMessage letter = probe.await(1).get(0);
        awaitAcknowledged();
        int attempts = qos == 0 ? 1 : 3;
        assertLetter(letter, qos, version, attempts);
        until(() -> flaky.attempts().contains("good"));
        assertThat(flaky.attempts()).filteredOn(text -> text.startsWith("bad")).hasSize(attempts);
        assertThat(leftOver(qos, version)).isEmpty();
    }

    @ParameterizedTest(name = "F06 M50 M51 " + CELLS + ": the route stops and gets the message again, before later ones")
    @CsvSource({ "stop,3.1.1,0", "stop,3.1.1,1", "stop,3.1.1,2", "stop,5,0", "stop,5,1", "stop,5,2" })
    void failure_stop_staysWithTheBroker(String onFailure, String version, int qos) throws Exception {
        Flaky flaky = new Flaky(Flaky.ALWAYS);
        route(flaky, version, qos, "onFailure=" + onFailure);
        try (LogCapture log = LogCapture.start()) {
            publish(qos, "before", "bad", "later1", "later2");
            until(() -> camel.context().getRouteController().getRouteStatus("in") == ServiceStatus.Stopped);
            assertThat(log.messages(Level.ERROR)).anySatisfy(line -> assertThat(line).contains("Route in stops", root + "/in"));
        }
        assertThat(flaky.attempts()).containsExactly("before", "bad");
        assertThat(SessionWatch.on(camel).problem("in")).contains("onFailure=stop", root + "/in").doesNotContain("verySecret");
        flaky.mend();
        camel.startRoute("in");
        publish(qos, "last");
        until(() -> flaky.attempts().contains("last"));
        List<String> after = flaky.attempts().subList(2, flaky.attempts().size());
        if (qos == 0) {
            assertThat(after).doesNotContain("bad");
        } else {
            assertThat(after).containsExactly("bad", "later1", "later2", "last");
        }
        awaitAcknowledged();
        assertThat(leftOver(qos, version)).isEmpty();
    }

    private final class Reports implements ExceptionHandler {

        @Override
        public void handleException(Throwable exception) {
            reported.add(String.valueOf(exception.getMessage()));
        }

        @Override
        public void handleException(String message, Throwable exception) {
            reported.add(message);
        }

        @Override
        public void handleException(String message, Exchange exchange, Throwable exception) {
            reported.add(message);
        }
    }
}
