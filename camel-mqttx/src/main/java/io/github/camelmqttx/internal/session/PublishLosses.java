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

import java.util.concurrent.TimeUnit;

import io.github.camelmqttx.MqttxOutboxException;
import io.github.camelmqttx.MqttxPublishTimeoutException;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.PublishProperties;
import io.github.camelmqttx.internal.outbox.OutboxSettings;
import io.github.camelmqttx.internal.outbox.OverflowPolicy;

/**
 * Publishes that are dropped from the outbox, or refused when nobody waits for them any more: counts them and says so,
 * once for as many as come together. In the serial context.
 */
final class PublishLosses {

    private final OutboxSettings settings;
    private final PublishOutcomes outcomes;
    private final SessionMetrics metrics;
    private final OutboundSender.Surroundings surroundings;
    private int unreported;
    private String lastReason = "";

    PublishLosses(OutboxSettings settings, PublishOutcomes outcomes, SessionMetrics metrics,
                  OutboundSender.Surroundings surroundings) {
        this.settings = settings;
        this.outcomes = outcomes;
        this.metrics = metrics;
        this.surroundings = surroundings;
    }

    /**
     * Drops a message that has not been sent, if it has waited for too long.
     *
     * @return whether it was dropped
     */
    boolean dropOverdue(OutgoingMessage message, long nowNanos) {
        if (message.isExpired(nowNanos)) {
            metrics.expired();
            drop(message, "its Message Expiry Interval (" + expiryInterval(message) + " s) passed while it waited");
            return true;
        }
        long accepted = message.acceptedNanos();
        if (settings.maxAgeNanos() > 0 && accepted != 0 && nowNanos - accepted >= settings.maxAgeNanos()) {
            metrics.droppedFromOutbox();
            drop(message, "it has waited for outboxMaxAge (" + TimeUnit.NANOSECONDS.toMillis(settings.maxAgeNanos()) + " ms)");
            return true;
        }
        return false;
    }

    /** Whether a message may have to be dropped by {@link #dropOverdue}. */
    boolean isTimed(OutgoingMessage message) {
        return message.properties() != null || settings.maxAgeNanos() > 0;
    }

    /** Drops a message to make room for another one. @param bounds how full the outbox is */
    void dropForRoom(OutgoingMessage message, String bounds) {
        metrics.droppedFromOutbox();
        drop(message, settings.overflow() == OverflowPolicy.LATEST_PER_TOPIC
                ? "the outbox is full (" + bounds + ") and it has a later message on this topic"
                : "the outbox is full (" + bounds + ") and this message has waited longest");
    }

    private void drop(OutgoingMessage message, String reason) {
        unreported++;
        lastReason = "to " + message.topic() + ", " + message.payload().length + " bytes: " + reason;
        outcomes.failed(message, new MqttxOutboxException(
                "Publish to " + message.topic() + " was dropped from the outbox: " + reason, true));
    }

    /** The broker refused a message for good after its exchange had gone on. */
    void refused(OutgoingMessage message, Throwable cause) {
        metrics.refused();
        surroundings.happened(
                SessionEvent.PUBLISH_REFUSED,
                "a publish to " + message.topic() + " (QoS " + message.qos() + ", " + message.payload().length
                                              + " bytes) is lost, and its exchange has gone on already: "
                                              + cause.getMessage());
        outcomes.failed(message, cause);
    }

    /** What to say about a message whose outcome is not known in time although there is a connection. */
    static MqttxPublishTimeoutException notComplete(OutgoingMessage message) {
        String where = message.state() == OutgoingMessage.State.QUEUED
                ? "it was not sent because earlier messages fill the window (maxInflight) or the broker does not read"
                : "the broker has not acknowledged it; whether it has the message is unknown";
        return new MqttxPublishTimeoutException(
                "Publish to " + message.topic() + " was not complete within publishTimeout: " + where, message.topic());
    }

    /** Says what was dropped since the last call. */
    void report() {
        if (unreported > 0) {
            int number = unreported;
            unreported = 0;
            surroundings.happened(
                    SessionEvent.PUBLISHES_DROPPED,
                    (number == 1 ? "a publish was dropped " : number + " publishes were dropped, the last one ") + lastReason);
        }
    }

    private static String expiryInterval(OutgoingMessage message) {
        PublishProperties properties = message.properties();
        return properties == null ? "none" : String.valueOf(properties.messageExpiryInterval());
    }
}
