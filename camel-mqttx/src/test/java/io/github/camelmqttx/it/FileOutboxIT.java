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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.camelmqttx.MqttxConstants;
import io.github.camelmqttx.MqttxOutboxException;
import io.github.camelmqttx.MqttxProducer;
import io.github.camelmqttx.MqttxSessionEvent.Kind;
import io.github.camelmqttx.internal.session.SessionCounters;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.ProbeMessage;
import io.github.camelmqttx.testbed.ScriptedBroker;
import io.github.camelmqttx.testbed.TcpProxy;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmqttx.it.Its.QUICK;
import static io.github.camelmqttx.it.Its.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** {@code outbox=file} and the bounds of an outbox, seen from a route. */
@Timeout(90)
class FileOutboxIT {

    private static MosquittoBroker broker;

    @TempDir
    private Path directory;
    private TcpProxy proxy;
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
        proxy = TcpProxy.to(broker);
        probe = MqttProbe.connect(broker);
        probe.subscribe("file/#", 2);
    }

    @AfterEach
    void close() {
        probe.close();
        proxy.close();
    }

    private String out(String more) {
        return "mqttx:file/a?clientId=filer&outbox=file&outboxDirectory=" + directory + QUICK + more;
    }

    private static Application started(Application application, String uri) throws Exception {
        application.routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:out").routeId("out").to(uri);
            }
        }).start();
        application.context().addService(application.context().getEndpoint(uri).createProducer(), true, true);
        return application;
    }

    private static SessionCounters counters(Application application) {
        return producer(application).sessions().get(0).counters();
    }

    /** One that shares the session of the route's. */
    private static MqttxProducer producer(Application application) {
        return application.context().hasService(MqttxProducer.class);
    }

    private static List<String> texts(List<ProbeMessage> messages) {
        return messages.stream().map(ProbeMessage::text).toList();
    }

    @ParameterizedTest(name = "M14 graceful restart during an outage, QoS {0}")
    @ValueSource(ints = { 1, 2 })
    @DisplayName("M14 F10 a context is closed during an outage; the next one sends what waits, though nothing is published anew")
    void restart_duringOutage_sendsWhatWaits(int qos) throws Exception {
        proxy.down();
        try (Application application = started(new Application(proxy.uri()), out("&qos=" + qos))) {
            application.publishAll("direct:out", Its.numbers(300)).forEach(
                    outcome -> assertThat(outcome.join().getException()).isNull());
            assertThat(counters(application).outbox().stored()).isEqualTo(300);
        }
        proxy.up();
        try (Application application = started(new Application(proxy.uri()), out("&qos=" + qos))) {
            assertThat(texts(probe.await(300))).containsExactlyElementsOf(Its.numbers(300));
            until(() -> counters(application).waiting() + counters(application).inflight() == 0);
        }
        try (Application application = started(new Application(proxy.uri()), out("&qos=" + qos))) {
            assertThat(application.publish("direct:out", "last").getException()).isNull();
            assertThat(probe.await(301)).last().extracting(ProbeMessage::text).isEqualTo("last");
        }
    }

    @Test
    @DisplayName("M14 acknowledged: the exchange waits for the broker")
    void acknowledgedCompletion_exchangeWaitsForTheBroker() throws Exception {
        proxy.down();
        try (Application application = started(new Application(proxy.uri()), out("&outboxCompletion=acknowledged"))) {
            List<CompletableFuture<Exchange>> outcomes = application.publishAll("direct:out", Its.numbers(20));
            until(() -> counters(application).outbox().stored() == 20);
            assertThat(outcomes).noneMatch(CompletableFuture::isDone);
            proxy.up();
            outcomes.forEach(outcome -> assertThat(outcome.join().getException()).isNull());
            assertThat(texts(probe.await(20))).containsExactlyElementsOf(Its.numbers(20));
        }
    }

    @Test
    @DisplayName("M15 outboxDirectory cannot be used: the start fails with the path, and succeeds when that is mended")
    void directory_isAFile_startFailsWithThePath() throws Exception {
        Path file = Files.writeString(directory.resolve("occupied"), "not a directory");
        String uri = "mqttx:file/a?clientId=filer&outbox=file&outboxDirectory=" + file + QUICK;
        try (Application application = new Application(broker.uri())) {
            assertStartFails(() -> started(application, uri), file.toString());
        }
        Files.delete(file);
        try (Application application = started(new Application(broker.uri()), uri)) {
            assertThat(application.publish("direct:out", "mended").getException()).isNull();
        }
    }

    @Test
    @DisplayName("M15 something else is in the directory: the start fails, nothing is touched")
    void directory_isForeign_startFails() throws Exception {
        try (Application application = started(new Application(broker.uri()), out(""))) {
            assertThat(application.publish("direct:out", "one").getException()).isNull();
        }
        Path own;
        try (var children = Files.list(directory)) {
            own = children.findFirst().orElseThrow();
        }
        try (var files = Files.list(own)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.writeString(own.resolve("family-photos.txt"), "precious");
        try (Application application = new Application(broker.uri())) {
            assertStartFails(() -> started(application, out("")), own.toString());
        }
        assertThat(own.resolve("family-photos.txt")).hasContent("precious");
    }

    @Test
    @DisplayName("M15 a second process uses the directory: its start fails with the path, the first one goes on")
    void directory_isLockedByAnotherProcess_startFails() throws Exception {
        String options = "?clientId=filer&outbox=file&outboxDirectory=" + directory + QUICK;
        try (PublisherProcess other = new PublisherProcess(broker.uri(), options, "file", 1)) {
            other.publish(0, 1_000_000);
            until(() -> other.done() > 10);
            try (Application application = new Application(broker.uri())) {
                assertStartFails(() -> started(application, out("")), directory.toString());
            }
            int before = other.done();
            until(() -> other.done() > before);
            other.kill();
        }
        try (Application application = started(new Application(broker.uri()), out(""))) {
            assertThat(application.publish("direct:out", "mine").getException()).isNull();
        }
    }

    @Test
    @DisplayName("M15 a second context of this process uses the directory, with another broker: its start fails")
    void directory_isLockedByAnotherContext_startFails() throws Exception {
        try (Application first = started(new Application(broker.uri()), out(""));
             Application second = new Application(broker.uri())) {
            String elsewhere = out("&brokers=tcp://127.0.0.1:1");
            assertStartFails(() -> started(second, elsewhere), "filer");
            assertThat(first.publish("direct:out", "mine").getException()).isNull();
        }
    }

    private static void assertStartFails(ThrowingCallable start, String text) {
        assertThatThrownBy(start).satisfies(failure -> {
            StringBuilder all = new StringBuilder();
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                all.append(cause.getMessage()).append('\n');
            }
            assertThat(all.toString()).contains(text);
        });
    }

    @Test
    @DisplayName("X06 M59 the disk is full: publishes fail with the text, health says so; when there is room the route goes on"
                 + " (skipped without the right to mount a tmpfs)")
    void disk_full_failsAndRecovers() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        Assumptions.assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=8m", "outbox", disk.toString()),
                "needs the right to mount a tmpfs");
        String uri = "mqttx:file/a?clientId=filer&outbox=file&outboxDirectory=" + disk + QUICK;
        proxy.down();
        try (Application application = started(new Application(proxy.uri()), uri)) {
            List<String> accepted = new ArrayList<>();
            Exchange last = fill(application, accepted);
            assertThat(last.getException()).isInstanceOf(MqttxOutboxException.class).hasMessageContaining(disk.toString());
            assertThat(producer(application).sessions().get(0).outboxTrouble()).contains(disk.toString());
            proxy.up();
            until(() -> counters(application).waiting() + counters(application).inflight() == 0);
            until(() -> application.publish("direct:out", "after").getException() == null);
            until(() -> producer(application).sessions().get(0).outboxTrouble() == null);
            until(() -> probe.texts().contains("after"));
            assertThat(texts(probe.messages()).subList(0, accepted.size())).isEqualTo(accepted);
            assertThat(application.events(Kind.OUTBOX_TROUBLE)).isNotEmpty();
        } finally {
            run("umount", disk.toString());
        }
    }

    private static Exchange fill(Application application, List<String> accepted) {
        for (int i = 0; i < 1_000; i++) {
            String body = i + "x".repeat(100_000);
            Exchange exchange = application.publish("direct:out", body);
            if (exchange.getException() != null) {
                return exchange;
            }
            accepted.add(body);
        }
        throw new AssertionError("the disk was never full");
    }

    private static boolean run(String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private List<CompletableFuture<Exchange>> publishInTurn(Application application, int count, int topics) throws Exception {
        List<CompletableFuture<Exchange>> outcomes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            outcomes.addAll(application.publishAll(
                    out("&outboxMaxMessages=20&outboxOverflow=" + (topics > 1 ? "latestPerTopic" : "dropOldest"))
                            .replace("file/a", "file/" + i % topics),
                    List.of(Integer.toString(i))));
        }
        return outcomes;
    }

    @Test
    @DisplayName("X06 latestPerTopic over an outage: the newest value of each topic arrives")
    void latestPerTopic_outage_newestValuesArrive() throws Exception {
        proxy.down();
        try (Application application = new Application(proxy.uri()).start()) {
            List<CompletableFuture<Exchange>> outcomes = publishInTurn(application, 200, 5);
            outcomes.forEach(CompletableFuture::join);
            proxy.up();
            until(() -> probe.texts().containsAll(List.of("195", "196", "197", "198", "199")));
            assertThat(probe.messages()).hasSizeLessThanOrEqualTo(25);
            for (int topic = 0; topic < 5; topic++) {
                String name = "file/" + topic;
                assertThat(probe.messages()).filteredOn(message -> message.topic().equals(name)).last()
                        .extracting(ProbeMessage::text).isEqualTo(Integer.toString(195 + topic));
            }
            assertThat(application.events(Kind.PUBLISHES_DROPPED)).isNotEmpty();
        }
    }

    @Test
    @DisplayName("X06 dropOldest over an outage: the last messages arrive, in order")
    void dropOldest_outage_lastMessagesArrive() throws Exception {
        proxy.down();
        try (Application application = new Application(proxy.uri()).start()) {
            publishInTurn(application, 100, 1).forEach(CompletableFuture::join);
            proxy.up();
            until(() -> probe.texts().contains("99"));
            assertThat(probe.texts()).containsExactlyElementsOf(Its.numbers(100).subList(80, 100));
        }
    }

    @Test
    @DisplayName("X06 Message Expiry Interval over an outage: what has expired is dropped, what has not says what is left")
    void messageExpiry_outage_isHonoured() throws Exception {
        proxy.down();
        try (Application application = started(new Application(proxy.uri()), out(""))) {
            publishExpiring(application, "short", 1);
            publishExpiring(application, "long", 100);
            until(() -> counters(application).outbox().expired() == 1);
            proxy.up();
            ProbeMessage arrived = probe.await(1).get(0);
            assertThat(arrived.text()).isEqualTo("long");
            assertThat(arrived.properties().getMessageExpiryInterval()).isBetween(10L, 99L);
            assertThat(application.events(Kind.PUBLISHES_DROPPED)).first().asString().contains("Message Expiry Interval");
        }
    }

    private static void publishExpiring(Application application, String body, long seconds) {
        Exchange exchange = application.context().createProducerTemplate().request("direct:out", one -> {
            one.getMessage().setBody(body);
            one.getMessage().setHeader(MqttxConstants.MESSAGE_EXPIRY_INTERVAL, seconds);
        });
        assertThat(exchange.getException()).isNull();
    }

    @Test
    @DisplayName("F15 refused for good after the exchange has gone on: an event, not sent again by the next start either")
    void refusedForGood_isReportedAndNeverSentAgain() throws Exception {
        try (ScriptedBroker scripted = ScriptedBroker.start().refusePublish(0x87)) {
            try (Application application = started(new Application(scripted.uri()), out("&mqttVersion=5"))) {
                assertThat(application.publish("direct:out", "poison").getException()).isNull();
                until(() -> counters(application).outbox().refused() == 1);
                until(() -> !application.events(Kind.PUBLISH_REFUSED).isEmpty());
                assertThat(application.events(Kind.PUBLISH_REFUSED)).first().asString().contains("file/a", "0x87");
            }
        }
        try (Application application = started(new Application(broker.uri()), out(""))) {
            assertThat(application.publish("direct:out", "good").getException()).isNull();
            assertThat(texts(probe.await(1))).containsExactly("good");
            assertThat(counters(application).outbox().refused()).isZero();
        }
    }
}
