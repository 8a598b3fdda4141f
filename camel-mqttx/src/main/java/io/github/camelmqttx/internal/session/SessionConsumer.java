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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.internal.ack.Delivery;
import io.github.camelmqttx.internal.client.Subscription;
import org.jspecify.annotations.Nullable;

/** A consumer of a session: what its owner sees of the {@link SubscriptionRegistry}. */
final class SessionConsumer implements ConsumerSubscription {

    private final MqttSession session;
    private final MessageHandler handler;
    private final List<Subscription> subscriptions;
    private final CompletableFuture<Void> connection = new CompletableFuture<>();
    private final CompletableFuture<List<SubscriptionStatus>> firstAnswer = new CompletableFuture<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private volatile List<SubscriptionStatus> status;
    private boolean stopping;
    private @Nullable Runnable statusListener;

    SessionConsumer(MqttSession session, MessageHandler handler, List<Subscription> subscriptions) {
        this.session = session;
        this.handler = handler;
        this.subscriptions = List.copyOf(subscriptions);
        this.status = subscriptions.stream()
                .map(subscription -> new SubscriptionStatus(
                        subscription.filter(), subscription.qos(), -1, FilterState.UNKNOWN, null))
                .toList();
    }

    @Override
    public CompletableFuture<Void> connection() {
        return connection;
    }

    void connection(CompletableFuture<Void> outcome) {
        outcome.whenComplete((nothing, failure) -> {
            if (failure == null) {
                connection.complete(null);
            } else {
                connection.completeExceptionally(failure);
            }
        });
    }

    MessageHandler handler() {
        return handler;
    }

    List<Subscription> subscriptions() {
        return subscriptions;
    }

    boolean isStopping() {
        return stopping;
    }

    void stopping() {
        stopping = true;
    }

    /** New facts about the filters; all answered if none is unknown. */
    void status(List<SubscriptionStatus> now) {
        status = List.copyOf(now);
        if (now.stream().allMatch(one -> one.reasonCode() != FilterState.UNKNOWN)) {
            firstAnswer.complete(status);
        }
        if (statusListener != null) {
            statusListener.run();
        }
    }

    /** Sets what is run after each {@link #status(List)}. */
    void onStatus(@Nullable Runnable listener) {
        statusListener = listener;
    }

    /** The session will not connect. */
    void fail(MqttxConnectException cause) {
        firstAnswer.completeExceptionally(cause);
    }

    /** The handler is not called any more. @param cause why there will be no first answer, if there was none */
    void stopped(MqttxConnectException cause) {
        firstAnswer.completeExceptionally(cause);
        stopped.complete(null);
    }

    @Override
    public CompletableFuture<List<SubscriptionStatus>> firstAnswer() {
        return firstAnswer;
    }

    @Override
    public List<SubscriptionStatus> status() {
        return status;
    }

    @Override
    public boolean isDurable() {
        return session.isDurable();
    }

    @Override
    public CompletableFuture<Void> stop() {
        session.stop(this);
        return stopped;
    }

    @Override
    public void redeliver(Delivery failed, long delayNanos) {
        session.failures().redeliver(this, failed, delayNanos);
    }

    @Override
    public void deadLetter(Delivery failed, DeadLetterOrder order) {
        session.failures().deadLetter(this, failed, order);
    }

    @Override
    public void keep(Delivery failed) {
        session.failures().keep(failed);
    }

    @Override
    public void handBack(List<Delivery> deliveries) {
        session.handBack(new ArrayList<>(deliveries));
    }

    @Override
    public DataPlane dataPlane() {
        return new SessionDataPlane(session, this);
    }

    @Override
    public String toString() {
        return handler.name();
    }
}
