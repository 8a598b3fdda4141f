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

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.camelmqttx.MqttxSubscribeException;
import io.github.camelmqttx.internal.client.ScheduledTask;
import io.github.camelmqttx.internal.client.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Carries the wishes of the {@link SubscriptionRegistry} to the broker and watches over the answers. Confined to the
 * serial context.
 * <p>
 * A broker that does not answer a SUBSCRIBE or UNSUBSCRIBE within {@code connectionTimeout} is taken for dead: the
 * connection is dropped and made anew, since a route must not be connected and deaf. Refused filters are asked for
 * again after {@code reconnectMaxDelay}, as permissions may have changed.
 */
final class SubscriptionRequests implements SubscriptionRegistry.Requests {

    private final MqttSession session;
    private final Set<Guard> guards = new HashSet<>();
    private @Nullable ScheduledTask retry;

    SubscriptionRequests(MqttSession session) {
        this.session = session;
    }

    @Override
    public void subscribe(List<Subscription> subscriptions) {
        Guard guard = guard("SUBSCRIBE of " + subscriptions.get(0).filter());
        session.client().subscribe(subscriptions, reasonCodes -> {
            release(guard);
            session.registry().subscribed(subscriptions, reasonCodes);
            session.subscriptionsChanged();
            if (session.registry().hasRefused()) {
                scheduleRetry();
            }
        });
    }

    @Override
    public void unsubscribe(SessionConsumer consumer, List<String> filters) {
        Guard guard = guard("UNSUBSCRIBE of " + filters.get(0));
        session.client().unsubscribe(List.copyOf(filters), reasonCodes -> {
            release(guard);
            session.registry().unsubscribed(consumer);
            session.subscriptionsChanged();
        });
    }

    private Guard guard(String what) {
        Guard guard = new Guard(what);
        guards.add(guard);
        guard.arm();
        return guard;
    }

    /** Waits for one answer. While reading pauses, because routes are slow, the answer may be late: waits on. */
    private final class Guard {

        private final String what;
        private @Nullable ScheduledTask task;

        Guard(String what) {
            this.what = what;
        }

        void arm() {
            task = session.context().schedule(this::expired, session.settings().connection().connectTimeoutNanos());
        }

        private void expired() {
            if (session.router().isPaused()) {
                arm();
                return;
            }
            guards.remove(this);
            long millis = session.settings().connection().connectTimeoutNanos() / 1_000_000;
            session.abort("the broker did not answer the " + what + " within " + millis + " ms (connectionTimeout)");
        }

        void cancel() {
            if (task != null) {
                task.cancel();
            }
        }
    }

    private void release(Guard guard) {
        guard.cancel();
        guards.remove(guard);
    }

    private void scheduleRetry() {
        if (retry == null) {
            retry = session.context().schedule(() -> {
                retry = null;
                session.registry().retryRefused();
                session.client().flush();
            }, session.settings().reconnect().maxDelayNanos());
        }
    }

    /** The connection is gone or the session ends: no answers will come. */
    void cancelAll() {
        guards.forEach(Guard::cancel);
        guards.clear();
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
    }

    @Override
    public void refused(SessionConsumer consumer, MqttxSubscribeException cause) {
        session.happened(SessionEvent.SUBSCRIPTION_REFUSED, consumer.handler().name() + ": " + cause.getMessage());
        consumer.handler().subscriptionRefused(cause);
    }

    @Override
    public void qosLowered(String filter, int requested, int granted) {
        session.happened(
                SessionEvent.QOS_LOWERED,
                "Topic Filter " + filter + " was granted with QoS " + granted + " instead of " + requested
                                          + ": the broker limits the QoS");
    }
}
