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

import io.github.camelmqttx.MqttxConfiguration;

/** Checks numbers, durations and enumerations that all endpoints have. */
final class LimitCheck {

    private static final int MAX_UINT16 = 65_535;
    private static final int MAX_PACKET = 268_435_456;

    private final MqttxConfiguration configuration;
    private final Mistakes mistakes;

    LimitCheck(MqttxConfiguration configuration, Mistakes mistakes) {
        this.configuration = configuration;
        this.mistakes = mistakes;
    }

    void run() {
        choices();
        numbers();
        durations();
    }

    private void choices() {
        mistakes.oneOf("mqttVersion", configuration.getMqttVersion(), "auto", "5", "3.1.1", "3.1");
        mistakes.oneOf("outbox", configuration.getOutbox(), "memory", "file", "none");
        mistakes.oneOf("outboxOverflow", configuration.getOutboxOverflow(), "block", "fail", "dropOldest",
                "latestPerTopic");
        mistakes.oneOf("outboxCompletion", configuration.getOutboxCompletion(), "stored", "acknowledged");
        mistakes.oneOf("outboxSync", configuration.getOutboxSync(), "commit", "interval", "none");
        mistakes.oneOf("takeoverPolicy", configuration.getTakeoverPolicy(), "backoff", "stop", "suffix");
        mistakes.oneOf("failover", configuration.getFailover(), "ordered", "roundRobin", "random");
        mistakes.oneOf("sessionSharing", configuration.getSessionSharing(), "auto", "always", "never");
    }

    private void numbers() {
        mistakes.range("qos", configuration.getQos(), 0, 2, "(at most once, at least once, exactly once)");
        mistakes.range("receiveMaximum", configuration.getReceiveMaximum(), 1, MAX_UINT16, "messages");
        mistakes.range("maxInflight", configuration.getMaxInflight(), 1, MAX_UINT16, "messages");
        mistakes.range("maximumPacketSize", configuration.getMaximumPacketSize(), 128, MAX_PACKET, "bytes");
        mistakes.atLeast("outboxMaxMessages", configuration.getOutboxMaxMessages(), 1, "messages");
        mistakes.atLeast("outboxMaxBytes", configuration.getOutboxMaxBytes(), 1, "bytes");
        mistakes.atLeast("receiveBufferMessages", configuration.getReceiveBufferMessages(), 1, "messages");
        mistakes.atLeast("receiveBufferBytes", configuration.getReceiveBufferBytes(), 1, "bytes");
        mistakes.atLeast("reconnectMaxAttempts", configuration.getReconnectMaxAttempts(), 0, "rounds, 0 for no bound");
    }

    private void durations() {
        long timeout = configuration.getConnectionTimeout();
        mistakes.addIf(timeout < 100, "connectionTimeout=" + timeout + " milliseconds is too short: use 100 or more"
                                      + (timeout > 0 ? "; did you mean " + timeout + "s?" : ""));
        mistakes.run("keepAliveInterval",
                () -> DurationOptions.wholeSeconds("keepAliveInterval", configuration.getKeepAliveInterval(), MAX_UINT16));
        mistakes.atLeast("outboxSyncInterval", configuration.getOutboxSyncInterval(), 1, "milliseconds");
        mistakes.atLeast("outboxMaxAge", configuration.getOutboxMaxAge(), 0, "milliseconds, 0 for no bound");
        mistakes.atLeast("failbackDelay", configuration.getFailbackDelay(), 0, "milliseconds, 0 for never");
        mistakes.atLeast("idleTimeout", configuration.getIdleTimeout(), 0, "milliseconds");
        mistakes.atLeast("reconnectDelay", configuration.getReconnectDelay(), 1, "milliseconds");
        mistakes.addIf(configuration.getReconnectMaxDelay() < configuration.getReconnectDelay(),
                "reconnectMaxDelay=" + configuration.getReconnectMaxDelay() + " is less than reconnectDelay="
                                                                                                 + configuration
                                                                                                         .getReconnectDelay()
                                                                                                 + " (milliseconds): raise it");
    }
}
