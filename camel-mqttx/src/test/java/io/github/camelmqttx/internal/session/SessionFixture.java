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
package io.github.camelmqttx.internal.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.MqttxSubscribeException;
import io.github.camelmqttx.internal.ack.Delivery;
import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.broker.FailoverMode;
import io.github.camelmqttx.internal.broker.Transport;
import io.github.camelmqttx.internal.client.ClientLibrary;
import io.github.camelmqttx.internal.client.Credentials;
import io.github.camelmqttx.internal.client.CredentialsSource;
import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.client.ManualExecutor;
import io.github.camelmqttx.internal.client.ManualSerialContext;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.PublishCallback;
import io.github.camelmqttx.internal.client.PublishProperties;
import io.github.camelmqttx.internal.client.ScriptedClient;
import io.github.camelmqttx.internal.client.ScriptedClientFactory;
import io.github.camelmqttx.internal.client.Subscription;
import io.github.camelmqttx.internal.client.TlsEngineFactory;
import io.github.camelmqttx.internal.outbox.FakeJournal;
import io.github.camelmqttx.internal.outbox.OutboxKind;
import io.github.camelmqttx.internal.outbox.OutboxSettings;
import io.github.camelmqttx.internal.outbox.OverflowPolicy;
import io.github.camelmqttx.internal.outbox.SyncPolicy;

/** A session on a scripted engine in virtual time, with settings that a test changes before {@link #session()}. */
public final class SessionFixture {

    private static final AtomicInteger GENERATED = new AtomicInteger();
    static final Duration DELAY = Duration.ofSeconds(1);
    static final Duration MAX_DELAY = Duration.ofSeconds(8);
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    static final Duration FAILBACK = Duration.ofSeconds(60);

    final ScriptedClientFactory factory = new ScriptedClientFactory();
    final ManualSerialContext context = factory.context();
    final ManualExecutor workers = new ManualExecutor();
    final List<String> events = new ArrayList<>();
    final List<String> details = new ArrayList<>();
    String brokers = "a";
    VersionPolicy version = VersionPolicy.V5;
    boolean cleanStart;
    CredentialsSource credentials = Credentials.NONE;
    long sessionExpiry = 3_600;
    FailoverMode mode = FailoverMode.ORDERED;
    int maxRounds;
    Duration failback = FAILBACK;
    int maximumInflight = 3;
    boolean buffered = true;
    int outboxMessages = 100;
    long outboxBytes = 10_000;
    boolean followServerReference;
    TakeoverPolicy takeover = TakeoverPolicy.BACKOFF;
    TlsEngineFactory tls;
    RotationSettings rotation = RotationSettings.NONE;
    Duration outboxMaxAge = Duration.ZERO;
    OverflowPolicy overflow = OverflowPolicy.FAIL;
    /** If given, {@code outbox=file}. */
    FakeJournal journal;
    boolean completeWhenStored = true;
    PublishProperties properties;
    int gate = 100;
    UnroutedPolicy unrouted = UnroutedPolicy.HOLD;
    private MqttSession session;

    /** Settings as a test of the pool needs them. */
    public static SessionSettings settings(String brokers, String clientId, boolean cleanStart) {
        SessionFixture fixture = new SessionFixture();
        fixture.brokers = brokers;
        fixture.cleanStart = cleanStart;
        return fixture.settings(clientId);
    }

    /** Settings of a session with a journal. */
    public static SessionSettings fileSettings(String clientId) {
        SessionFixture fixture = new SessionFixture();
        fixture.journal = new FakeJournal();
        return fixture.settings(clientId);
    }

    SessionSettings settings(String clientId) {
        return new SessionSettings(
                Arrays.stream(brokers.split(",")).map(SessionFixture::broker).toList(), version, clientId,
                () -> "generated-" + GENERATED.incrementAndGet(),
                new ConnectionSettings(
                        cleanStart, sessionExpiry, CONNECT_TIMEOUT.toNanos(), 60, 20, 1_000_000, credentials, null, tls,
                        Map.of(), null),
                new ReconnectSettings(
                        mode, DELAY.toNanos(), MAX_DELAY.toNanos(), maxRounds, failback.toNanos(),
                        Duration.ofSeconds(30).toNanos(), followServerReference, takeover, rotation),
                new FlowSettings(
                        maximumInflight,
                        new OutboxSettings(
                                kind(), null, SyncPolicy.COMMIT, 0, outboxMessages,
                                outboxBytes, outboxMaxAge.toNanos(), overflow),
                        gate, 1_000_000, unrouted, "dead"),
                ClientLibrary.NETTY);
    }

    private OutboxKind kind() {
        return journal != null ? OutboxKind.FILE : buffered ? OutboxKind.MEMORY : OutboxKind.NONE;
    }

    static BrokerAddress broker(String host) {
        return BrokerAddress.parse(host, Transport.TCP);
    }

    MqttSession session() {
        if (session == null) {
            session = new MqttSession(
                    settings("c1"), "c1", new SessionResources(context, factory, workers, () -> 0L, journal));
            session.addListener((event, detail, snapshot) -> {
                events.add(event.toString());
                details.add(detail);
            });
        }
        return session;
    }

    ScriptedClient client() {
        session();
        return factory.client();
    }

    /** Connects to the first broker, with a new session there. */
    ScriptedClient connected() {
        session().connect();
        context.run();
        client().accept(false);
        return client();
    }

    Route route(String name, String... filters) {
        return new Route(name, 1, filters);
    }

    Route route(int qos, String name, String... filters) {
        return new Route(name, qos, filters);
    }

    Publish publish(String topic) {
        return publish(topic, 1, OutgoingMessage.NO_DEADLINE);
    }

    Publish publish(String topic, int qos, long deadlineNanos) {
        return new Publish(topic, qos, deadlineNanos);
    }

    SessionState state() {
        context.run();
        return session().snapshot().state();
    }

    SessionCounters counters() {
        return session().snapshot().counters();
    }

    /** Closes the session, and says whether it did so within the time it may take. */
    CompletableFuture<Void> close() {
        CompletableFuture<Void> closed = session().close();
        context.advance(Duration.ofSeconds(5));
        return closed;
    }

    static IncomingMessage message(String topic, int qos, int packetId) {
        return message(topic, qos, packetId, false);
    }

    static IncomingMessage message(String topic, int qos, int packetId, boolean duplicate) {
        return new IncomingMessage(
                topic, (topic + packetId).getBytes(StandardCharsets.UTF_8), qos, false, duplicate, packetId, null);
    }

    static IncomingMessage identified(String topic, int packetId, Integer... identifiers) {
        return new IncomingMessage(
                topic, new byte[0], 1, false, false, packetId,
                new PublishProperties(null, null, null, null, null, List.of(identifiers), List.of()));
    }

    /** A route that keeps what it gets. */
    final class Route implements MessageHandler {

        final List<Delivery> received = new ArrayList<>();
        final List<MqttxSubscribeException> refusals = new ArrayList<>();
        final List<MqttxConnectException> givenUp = new ArrayList<>();
        final ConsumerSubscription subscription;
        private final String name;

        Route(String name, int qos, String... filters) {
            this.name = name;
            this.subscription = session().subscribe(
                    this, Arrays.stream(filters).map(filter -> new Subscription(filter, qos, false, false, 0, 0)).toList());
            context.run();
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void received(Delivery delivery) {
            context.assertInContext();
            received.add(delivery);
        }

        @Override
        public void subscriptionRefused(MqttxSubscribeException cause) {
            refusals.add(cause);
        }

        @Override
        public void connectionGivenUp(MqttxConnectException cause) {
            givenUp.add(cause);
        }

        List<Integer> ids() {
            return received.stream().map(delivery -> delivery.message().packetId()).toList();
        }

        /** Finishes with a message. */
        void finish(int index) {
            received.get(index).complete();
            context.run();
        }

        CompletableFuture<Void> stop() {
            CompletableFuture<Void> stopped = subscription.stop();
            context.run();
            return stopped;
        }
    }

    /** The process dies, and a new one finds what was durable. Use a new fixture with the journal returned. */
    FakeJournal kill() {
        return journal.crash();
    }

    /** A publish and its outcome. */
    final class Publish implements PublishCallback {

        final OutgoingMessage message;
        int published;
        final List<Throwable> failures = new ArrayList<>();

        Publish(String topic, int qos, long deadlineNanos) {
            message = new OutgoingMessage(
                    topic, new byte[10], qos, false, properties, this, deadlineNanos, journal != null && completeWhenStored);
            session().publish(message);
            context.run();
        }

        @Override
        public void published(OutgoingMessage done) {
            requireWorker();
            published++;
        }

        @Override
        public void failed(OutgoingMessage done, Throwable cause) {
            requireWorker();
            failures.add(cause);
        }

        private void requireWorker() {
            if (context.inContext()) {
                throw new IllegalStateException("a callback in the context");
            }
        }

        int outcomes() {
            workers.run();
            return published + failures.size();
        }

        Throwable failure() {
            workers.run();
            if (published > 0 || failures.size() != 1) {
                throw new AssertionError("published " + published + " times, failures " + failures);
            }
            return failures.get(0);
        }
    }
}
