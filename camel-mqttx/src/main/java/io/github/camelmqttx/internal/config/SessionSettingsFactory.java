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
package io.github.camelmqttx.internal.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.camelmqttx.ClientIdGenerator;
import io.github.camelmqttx.MqttxConfiguration;
import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.broker.FailoverMode;
import io.github.camelmqttx.internal.client.ClientLibrary;
import io.github.camelmqttx.internal.client.TlsEngineFactory;
import io.github.camelmqttx.internal.outbox.OutboxKind;
import io.github.camelmqttx.internal.outbox.OutboxSettings;
import io.github.camelmqttx.internal.outbox.OverflowPolicy;
import io.github.camelmqttx.internal.outbox.SyncPolicy;
import io.github.camelmqttx.internal.pool.SessionSharing;
import io.github.camelmqttx.internal.session.ConnectionSettings;
import io.github.camelmqttx.internal.session.FlowSettings;
import io.github.camelmqttx.internal.session.ReconnectSettings;
import io.github.camelmqttx.internal.session.SessionSettings;
import io.github.camelmqttx.internal.session.TakeoverPolicy;
import io.github.camelmqttx.internal.session.UnroutedPolicy;
import io.github.camelmqttx.internal.session.VersionPolicy;
import org.jspecify.annotations.Nullable;

/** Makes session settings of options that have been checked. Stateless; equal options give equal settings. */
public final class SessionSettingsFactory {

    private SessionSettingsFactory() {
    }

    /** @param tls for the brokers reached by TLS, or null if there are none */
    public static SessionSettings settings(MqttxConfiguration configuration, @Nullable TlsEngineFactory tls) {
        List<BrokerAddress> brokers = BrokerOptions.brokers(configuration);
        return new SessionSettings(
                brokers, VersionPolicy.parse(configuration.getMqttVersion()), configuration.getClientId(),
                clientIdGenerator(configuration), connection(configuration, tls), reconnect(configuration),
                flow(configuration), library(configuration));
    }

    private static ClientLibrary library(MqttxConfiguration configuration) {
        return PahoCheck.isPaho(configuration) ? ClientLibrary.PAHO : ClientLibrary.NETTY;
    }

    /** Who shares the sessions of an endpoint. */
    public static SessionSharing sharing(MqttxConfiguration configuration) {
        return switch (configuration.getSessionSharing()) {
            case "always" -> SessionSharing.ALWAYS;
            case "never" -> SessionSharing.NEVER;
            default -> SessionSharing.AUTO;
        };
    }

    private static ClientIdGenerator clientIdGenerator(MqttxConfiguration configuration) {
        ClientIdGenerator generator = configuration.getClientIdGenerator();
        if (generator != null) {
            return generator;
        }
        String prefix = configuration.getClientIdPrefix();
        int maxLength = "3.1".equals(configuration.getMqttVersion()) ? RandomClientId.MAX_LENGTH_3_1 : Integer.MAX_VALUE;
        return new RandomClientId(prefix == null ? "" : prefix, maxLength);
    }

    private static ConnectionSettings connection(MqttxConfiguration configuration, @Nullable TlsEngineFactory tls) {
        return new ConnectionSettings(
                configuration.isCleanStart(),
                DurationOptions.sessionExpirySeconds(configuration.getSessionExpiryInterval()),
                nanos(configuration.getConnectionTimeout()),
                (int) (configuration.getKeepAliveInterval() / 1000),
                configuration.getReceiveMaximum(),
                configuration.getMaximumPacketSize(),
                CredentialsCheck.source(configuration), WillOptions.will(configuration), tls, headers(configuration),
                ProxyOptions.settings(configuration));
    }

    private static Map<String, String> headers(MqttxConfiguration configuration) {
        Map<String, Object> given = configuration.getWebSocketHeaders();
        if (given == null) {
            return Map.of();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        given.forEach((name, value) -> headers.put(name, String.valueOf(value)));
        return Map.copyOf(headers);
    }

    private static ReconnectSettings reconnect(MqttxConfiguration configuration) {
        FailoverMode mode = switch (configuration.getFailover()) {
            case "roundRobin" -> FailoverMode.ROUND_ROBIN;
            case "random" -> FailoverMode.RANDOM;
            default -> FailoverMode.ORDERED;
        };
        return new ReconnectSettings(
                mode, nanos(configuration.getReconnectDelay()), nanos(configuration.getReconnectMaxDelay()),
                configuration.getReconnectMaxAttempts(), nanos(configuration.getFailbackDelay()),
                nanos(configuration.getIdleTimeout()), configuration.isFollowServerReference(), takeover(configuration),
                RotationOptions.settings(configuration));
    }

    private static TakeoverPolicy takeover(MqttxConfiguration configuration) {
        return switch (configuration.getTakeoverPolicy()) {
            case "stop" -> TakeoverPolicy.STOP;
            case "suffix" -> TakeoverPolicy.SUFFIX;
            default -> TakeoverPolicy.BACKOFF;
        };
    }

    private static FlowSettings flow(MqttxConfiguration configuration) {
        UnroutedPolicy unrouted = switch (configuration.getUnrouted()) {
            case "deadLetter" -> UnroutedPolicy.DEAD_LETTER;
            case "acknowledge" -> UnroutedPolicy.ACKNOWLEDGE;
            default -> UnroutedPolicy.HOLD;
        };
        return new FlowSettings(
                configuration.getMaxInflight(), outbox(configuration),
                configuration.getReceiveBufferMessages(), configuration.getReceiveBufferBytes(),
                unrouted, unrouted == UnroutedPolicy.DEAD_LETTER ? configuration.getDeadLetterTopic() : null);
    }

    private static OutboxSettings outbox(MqttxConfiguration configuration) {
        OutboxKind kind = switch (configuration.getOutbox()) {
            case "file" -> OutboxKind.FILE;
            case "none" -> OutboxKind.NONE;
            default -> OutboxKind.MEMORY;
        };
        SyncPolicy sync = switch (configuration.getOutboxSync()) {
            case "interval" -> SyncPolicy.INTERVAL;
            case "none" -> SyncPolicy.NONE;
            default -> SyncPolicy.COMMIT;
        };
        OverflowPolicy overflow = switch (configuration.getOutboxOverflow()) {
            case "fail" -> OverflowPolicy.FAIL;
            case "dropOldest" -> OverflowPolicy.DROP_OLDEST;
            case "latestPerTopic" -> OverflowPolicy.LATEST_PER_TOPIC;
            default -> OverflowPolicy.BLOCK;
        };
        return new OutboxSettings(
                kind, kind == OutboxKind.FILE ? configuration.getOutboxDirectory() : null, sync,
                nanos(configuration.getOutboxSyncInterval()), configuration.getOutboxMaxMessages(),
                configuration.getOutboxMaxBytes(), nanos(configuration.getOutboxMaxAge()), overflow);
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
