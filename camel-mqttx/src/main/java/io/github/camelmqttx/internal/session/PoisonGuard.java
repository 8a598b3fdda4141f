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

import io.github.camelmqttx.MqttxPublishException;
import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.Disconnection;
import io.github.camelmqttx.internal.client.MqttClient;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.ScheduledTask;
import io.github.camelmqttx.internal.client.SerialContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what {@link PoisonWatch} decides: has the publishes go out one at a time while one is suspected, and fails the
 * one that is guilty, so that the others go on. Confined to the serial context.
 */
final class PoisonGuard {

    /** A connection that outlives the latest publish by this is not held against it, and calms the suspicion. */
    static final int SOON_SECONDS = 5;
    private static final long SOON_NANOS = SOON_SECONDS * 1_000_000_000L;
    private static final int NO_LIMIT = Integer.MAX_VALUE;
    private static final Logger LOG = LoggerFactory.getLogger(PoisonGuard.class);

    private final SerialContext context;
    private final MqttClient client;
    private final PoisonWatch watch = new PoisonWatch();
    private boolean limited;
    /** How many of those that were in flight when suspicion arose have not been settled. */
    private int suspects;
    private long lastProgress;
    private @Nullable ScheduledTask release;

    PoisonGuard(SerialContext context, MqttClient client) {
        this.context = context;
        this.client = client;
    }

    void connected() {
        lastProgress = context.nanoTime();
        if (limited) {
            release = context.schedule(() -> {
                release();
                client.flush();
            }, SOON_NANOS);
        }
    }

    /** The broker has acknowledged or refused a publish. */
    void progress() {
        if (limited) {
            lastProgress = context.nanoTime();
            watch.forget();
            if (--suspects <= 0) {
                release();
            }
        }
    }

    /** The connection is gone, and no other is being made yet. */
    void disconnected(BrokerAddress broker, Disconnection reason, OutboundSender sender) {
        stop();
        OutgoingMessage first = firstInFlight();
        boolean soon = context.nanoTime() - lastProgress < SOON_NANOS;
        PoisonWatch.Verdict verdict = watch.connectionEnded(first, soon && mayBeForPublish(reason));
        if (verdict == PoisonWatch.Verdict.POISON && first != null) {
            convict(first, broker, reason, sender);
        }
        suspects = client.inflight();
        limit(verdict != PoisonWatch.Verdict.INNOCENT);
    }

    /** Leaves no timer behind. */
    void stop() {
        if (release != null) {
            release.cancel();
            release = null;
        }
    }

    private void convict(OutgoingMessage message, BrokerAddress broker, Disconnection reason, OutboundSender sender) {
        client.abandon(message);
        MqttxPublishException failure = new MqttxPublishException(
                "Publish to " + message.topic() + " (" + message.payload().length + " bytes, QoS " + message.qos()
                                                                  + ") is given up as poison: " + broker
                                                                  + " ended "
                                                                  + watch.strikes()
                                                                  + " connections in a row soon after it was sent, while no other"
                                                                  + " publish was in flight; whether the broker has it is"
                                                                  + " unknown. The last time: " + reason.message()
                                                                  + " Check the size, the topic and the permissions of this"
                                                                  + " publish; the log of the broker should say more.",
                message.topic(), reason.reasonCode() < 0 ? MqttxPublishException.NO_REASON_CODE : reason.reasonCode(), false);
        watch.forget();
        LOG.warn(failure.getMessage());
        sender.failed(message, failure);
    }

    private @Nullable OutgoingMessage firstInFlight() {
        OutgoingMessage[] first = new OutgoingMessage[1];
        client.forEachInflight(message -> {
            if (first[0] == null) {
                first[0] = message;
            }
        });
        OutgoingMessage found = first[0];
        return found != null && found.qos() > 0 && found.state() == OutgoingMessage.State.PUBLISHED ? found : null;
    }

    private void release() {
        stop();
        watch.forget();
        limit(false);
    }

    private void limit(boolean on) {
        if (limited != on) {
            limited = on;
            client.limitInflight(on ? 1 : NO_LIMIT);
        }
    }

    /**
     * Reason Codes that tell of the broker's or another client's affairs are no evidence. Spec: 5.0 section 3.14.2.1.
     */
    private static boolean mayBeForPublish(Disconnection reason) {
        return switch (reason.kind()) {
            case CLOSED -> true;
            case BY_BROKER -> switch (reason.reasonCode()) {
                case 0x80, 0x81, 0x82, 0x83, 0x87, 0x90, 0x93, 0x94, 0x95, 0x96, 0x97, 0x99, 0x9A, 0x9B -> true;
                default -> false;
            };
            case LOCAL, KEEP_ALIVE, PROTOCOL_ERROR -> false;
        };
    }
}
