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
    private final Set<ScheduledTask> guards = new HashSet<>();
    private @Nullable ScheduledTask retry;

    SubscriptionRequests(MqttSession session) {
        this.session = session;
    }

    @Override
    public void subscribe(List<Subscription> subscriptions) {
        ScheduledTask guard = guard("SUBSCRIBE of " + subscriptions.get(0).filter());
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
    public void unsubscribe(List<String> filters) {
        List<String> unneeded = new ArrayList<>(filters);
        ScheduledTask guard = guard("UNSUBSCRIBE of " + filters.get(0));
        session.client().unsubscribe(unneeded, reasonCodes -> {
            release(guard);
            session.registry().unsubscribed(unneeded);
            session.subscriptionsChanged();
        });
    }

    private ScheduledTask guard(String what) {
        long patience = session.settings().connection().connectTimeoutNanos();
        ScheduledTask[] self = new ScheduledTask[1];
        ScheduledTask guard = session.context().schedule(() -> {
            guards.remove(self[0]);
            session.abort(
                    "the broker did not answer the " + what + " within " + patience / 1_000_000 + " ms (connectionTimeout)");
        }, patience);
        self[0] = guard;
        guards.add(guard);
        return guard;
    }

    private void release(ScheduledTask guard) {
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
        guards.forEach(ScheduledTask::cancel);
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
