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
    private volatile SessionLease[] leases = new SessionLease[0];
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

    /** The sessions of this producer as they stand; empty while it is stopped. */
    public List<SessionSnapshot> sessions() {
        List<SessionSnapshot> snapshots = new ArrayList<>();
        for (SessionLease lease : leases) {
            snapshots.add(lease.session().snapshot());
        }
        return snapshots;
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

    private void publish(Exchange exchange, AsyncCallback callback) {
        OutboundBinding current = binding;
        SessionLease[] pool = leases;
        if (current == null || pool.length == 0) {
            throw new IllegalStateException("The producer of " + endpoint + " is stopped");
        }
        String topic = current.takeTopic(exchange.getMessage());
        MqttSession session = session(pool, topic);
        long deadline = timeoutNanos == 0 ? OutgoingMessage.NO_DEADLINE : session.nanoTime() + timeoutNanos;
        session.publish(current.message(exchange, topic, new Completion(exchange, callback), deadline));
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
                configuration, TopicPath.topicOf(endpoint.getTopic()), endpoint.getHeaderFilterStrategy());
        timeoutNanos = TimeUnit.MILLISECONDS.toNanos(configuration.getPublishTimeout());
        SessionSettings settings = endpoint.sessionSettings();
        List<SessionLease> acquired = new ArrayList<>();
        try {
            for (int i = 0; i < configuration.getPoolSize(); i++) {
                acquired.add(endpoint.getComponent().pool().acquire(
                        SessionKey.forProducer(settings, SessionSettingsFactory.sharing(configuration), owner, i)));
            }
            connect(acquired, settings);
            leases = acquired.toArray(new SessionLease[0]);
            addHealthCheck();
        } catch (Exception e) {
            acquired.forEach(SessionLease::release);
            throw e;
        }
    }

    private void connect(List<SessionLease> acquired, SessionSettings settings) throws Exception {
        List<CompletableFuture<Void>> connected = acquired.stream().map(lease -> lease.session().connect()).toList();
        if (endpoint.getConfiguration().isTestConnectionOnStartup()) {
            for (CompletableFuture<Void> one : connected) {
                StartWait.connected(one, endpoint, settings);
            }
        }
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
        removeHealthCheck();
        SessionLease[] released = leases;
        leases = new SessionLease[0];
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (SessionLease lease : released) {
            ends.add(lease.release());
        }
        StartWait.released(CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0])), "The producer of " + endpoint);
        super.doStop();
    }

    /** One exchange on its way to a broker. */
    private static final class Completion implements PublishCallback {

        private final Exchange exchange;
        private final AsyncCallback callback;

        Completion(Exchange exchange, AsyncCallback callback) {
            this.exchange = exchange;
            this.callback = callback;
        }

        @Override
        public void published(OutgoingMessage message) {
            callback.done(false);
        }

        @Override
        public void failed(OutgoingMessage message, Throwable cause) {
            exchange.setException(cause);
            callback.done(false);
        }
    }
}
