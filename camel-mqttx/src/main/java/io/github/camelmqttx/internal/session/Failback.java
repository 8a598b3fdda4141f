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

import java.util.List;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.broker.BrokerPlanner;
import io.github.camelmqttx.internal.broker.FailbackPolicy;
import io.github.camelmqttx.internal.client.ProxySettings;
import io.github.camelmqttx.internal.client.ScheduledTask;
import org.jspecify.annotations.Nullable;

/**
 * Brings a session back to a better broker: waits as long as {@link FailbackPolicy} says, probes better brokers, lets
 * outstanding publishes complete, then has the {@link ConnectionDriver} return. Confined to the serial context.
 */
final class Failback {

    private final ConnectionDriver driver;
    private final Engine engine;
    private final BrokerPlanner planner;
    private final FailbackPolicy policy;
    private final long probeTimeoutNanos;
    private final @Nullable ProxySettings proxy;
    private @Nullable ScheduledTask timer;

    Failback(ConnectionDriver driver, Engine engine, BrokerPlanner planner, SessionSettings settings) {
        this.driver = driver;
        this.engine = engine;
        this.planner = planner;
        this.policy = new FailbackPolicy(planner, settings.reconnect().failbackDelayNanos());
        this.probeTimeoutNanos = settings.connection().connectTimeoutNanos();
        this.proxy = settings.connection().proxy();
    }

    /** @param returned whether the connection was made in order to fail back */
    void connected(BrokerAddress broker, boolean returned) {
        policy.connected(broker, returned, now());
        schedule();
    }

    void disconnected(long now) {
        cancel();
        policy.disconnected(now);
    }

    /** The better broker has not taken the session. */
    void failed() {
        policy.failbackFailed(now());
    }

    void cancel() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void schedule() {
        cancel();
        long due = policy.dueInNanos(now());
        if (due != FailbackPolicy.NEVER) {
            timer = engine.context().schedule(this::consider, due);
        }
    }

    private void consider() {
        timer = null;
        List<BrokerAddress> targets = policy.targets(now());
        if (targets.isEmpty()) {
            schedule();
        } else {
            probe(targets, driver.attempt());
        }
    }

    /**
     * Probes one after the other until one is reachable: the best broker being dead says nothing about the second best.
     */
    private void probe(List<BrokerAddress> targets, int attempt) {
        engine.factory().probe(engine.context(), targets.get(0), proxy, probeTimeoutNanos,
                reachable -> probed(targets, attempt, reachable));
    }

    private void probed(List<BrokerAddress> targets, int attempt, boolean reachable) {
        if (!driver.isConnectedBy(attempt)) {
            return;
        }
        BrokerAddress target = targets.get(0);
        if (reachable) {
            driver.quiesce(() -> driver.returnTo(target, attempt));
            return;
        }
        planner.failed(target, now());
        if (targets.size() > 1) {
            probe(targets.subList(1, targets.size()), attempt);
        } else {
            failed();
            schedule();
        }
    }

    private long now() {
        return engine.context().nanoTime();
    }
}
