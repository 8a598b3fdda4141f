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
package io.github.camelmqttx;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.camelmqttx.internal.binding.OutboundBinding;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.PublishCallback;
import io.github.camelmqttx.internal.config.SessionSettingsFactory;
import io.github.camelmqttx.internal.pool.ProducerLeases;
import io.github.camelmqttx.internal.pool.SessionKey;
import io.github.camelmqttx.internal.pool.SessionLease;
import io.github.camelmqttx.internal.session.MqttSession;
import io.github.camelmqttx.internal.session.SessionSettings;
import io.github.camelmqttx.internal.session.SessionSnapshot;
import io.github.camelmqttx.internal.topic.TopicPath;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the message of each exchange; the exchange goes on when the broker owns it (QoS 0: when it is written).
 * Thread-safe; no thread waits meanwhile, unless the outbox is full and {@code outboxOverflow=block}.
 */
public class MqttxProducer extends DefaultAsyncProducer {

    private final MqttxEndpoint endpoint;
    private final String owner;
    private volatile @Nullable ProducerLeases leases;
    private @Nullable OutboundBinding binding;
    private @Nullable HealthCheck healthCheck;
    private long timeoutNanos;

    MqttxProducer(MqttxEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        this.owner = endpoint.getComponent().newOwner();
    }

    @Override
    public MqttxEndpoint getEndpoint() {
        return endpoint;
    }

    /** The sessions of this producer as they stand; empty while it is stopped, or not used for {@code idleTimeout}. */
    public List<SessionSnapshot> sessions() {
        ProducerLeases current = leases;
        return current == null
                ? List.of() : current.current().stream().map(lease -> lease.session().snapshot()).toList();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            publish(exchange, callback);
            return false;
        } catch (Exception e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }

    private void publish(Exchange exchange, AsyncCallback callback) throws MqttxOutboxException {
        OutboundBinding current = binding;
        ProducerLeases held = leases;
        if (current == null || held == null) {
            throw new IllegalStateException("The producer of " + endpoint + " is stopped");
        }
        String topic = current.takeTopic(exchange.getMessage());
        SessionLease[] pool = held.enter();
        try {
            MqttSession session = session(pool, topic);
            long deadline = timeoutNanos == 0 ? OutgoingMessage.NO_DEADLINE : session.nanoTime() + timeoutNanos;
            session.publish(current.message(exchange, topic, new Completion(held, exchange, callback), deadline));
        } catch (RuntimeException | Error e) {
            held.leave();
            throw e;
        }
    }

    /** The same session for the same topic, so that order is kept. */
    private static MqttSession session(SessionLease[] pool, String topic) {
        if (pool.length == 1) {
            return pool[0].session();
        }
        int hash = topic.hashCode();
        return pool[Math.floorMod(hash ^ hash >>> 16, pool.length)].session();
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        endpoint.checkProducer();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        MqttxConfiguration configuration = endpoint.getConfiguration();
        binding = new OutboundBinding(
                configuration, TopicPath.topicOf(endpoint.getTopic()), endpoint.getHeaderFilterStrategy(),
                endpoint.getComponent().unknownHeaders());
        timeoutNanos = TimeUnit.MILLISECONDS.toNanos(configuration.getPublishTimeout());
        SessionSettings settings = endpoint.sessionSettings();
        List<SessionKey> keys = new ArrayList<>();
        for (int i = 0; i < configuration.getPoolSize(); i++) {
            keys.add(SessionKey.forProducer(settings, SessionSettingsFactory.sharing(configuration), owner, i));
        }
        ProducerLeases starting = new ProducerLeases(endpoint.getComponent().pool(), keys, isTemporary(), new Health());
        List<CompletableFuture<Void>> connections = starting.start();
        leases = starting;
        try {
            if (configuration.isTestConnectionOnStartup()) {
                for (CompletableFuture<Void> connection : connections) {
                    StartWait.connected(connection, endpoint, settings);
                }
            }
        } catch (Exception e) {
            leases = null;
            starting.stop();
            throw e;
        }
    }

    /** Whether Camel has made the endpoint while routes run, for {@code toD} or a ProducerTemplate. */
    private boolean isTemporary() {
        return endpoint.getCamelContext().getEndpointRegistry().isDynamic(endpoint.getEndpointKey());
    }

    private void addHealthCheck() {
        WritableHealthCheckRepository repository = healthChecks();
        if (repository != null) {
            HealthCheck check = MqttxHealthCheck.producer(endpoint.getTopic() + owner, this::sessions);
            CamelContextAware.trySetCamelContext(check, endpoint.getCamelContext());
            repository.addHealthCheck(check);
            healthCheck = check;
        }
    }

    private void removeHealthCheck() {
        WritableHealthCheckRepository repository = healthChecks();
        HealthCheck check = healthCheck;
        if (repository != null && check != null) {
            repository.removeHealthCheck(check);
        }
        healthCheck = null;
    }

    private @Nullable WritableHealthCheckRepository healthChecks() {
        return HealthCheckHelper.getHealthCheckRepository(
                endpoint.getCamelContext(), "producers", WritableHealthCheckRepository.class);
    }

    @Override
    protected void doStop() throws Exception {
        ProducerLeases ending = leases;
        leases = null;
        if (ending != null) {
            StartWait.released(ending.stop(), "The producer of " + endpoint);
        }
        super.doStop();
    }

    /** An idle producer has no health to tell. */
    private final class Health implements ProducerLeases.Listener {

        @Override
        public void acquired() {
            addHealthCheck();
        }

        @Override
        public void givenBack() {
            removeHealthCheck();
        }
    }

    /** One exchange on its way to a broker. */
    private static final class Completion implements PublishCallback {

        private final ProducerLeases leases;
        private final Exchange exchange;
        private final AsyncCallback callback;

        Completion(ProducerLeases leases, Exchange exchange, AsyncCallback callback) {
            this.leases = leases;
            this.exchange = exchange;
            this.callback = callback;
        }

        @Override
        public void published(OutgoingMessage message) {
            leases.leave();
            callback.done(false);
        }

        @Override
        public void failed(OutgoingMessage message, Throwable cause) {
            exchange.setException(cause);
            leases.leave();
            callback.done(false);
        }
    }
}
