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
package io.github.camelmqttx.examples.quickstart;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.github.camelmqttx.MqttxSessionEvent;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.jspecify.annotations.Nullable;

/**
 * What the sessions say about themselves: camel-mqttx tells each change of a session as a Camel event, and this is the
 * event notifier that listens.
 */
final class Sessions extends SimpleEventNotifierSupport {

    private final String run;
    private final Map<Role, Visits> visits = new EnumMap<>(Role.class);
    private final Map<Role, String> states = new ConcurrentHashMap<>();
    private final Map<Role, Integer> failovers = new ConcurrentHashMap<>();
    private final Map<Role, Integer> failbacks = new ConcurrentHashMap<>();
    private final Consumer<String> lines;

    /** @param lines takes a line for people about each change */
    Sessions(String run, Consumer<String> lines) {
        this.run = run;
        this.lines = lines;
        for (Role role : Role.values()) {
            visits.put(role, new Visits());
            states.put(role, "connecting");
        }
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof MqttxSessionEvent;
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof MqttxSessionEvent change) {
            for (Role role : Role.values()) {
                if (role.clientId(run).equals(change.getClientId())) {
                    changed(role, change);
                }
            }
        }
    }

    private void changed(Role role, MqttxSessionEvent change) {
        long now = System.nanoTime();
        switch (change.getKind()) {
            case CONNECTED -> {
                String broker = change.getBroker();
                if (broker != null) {
                    visits(role).arrived(broker, now);
                }
                states.put(role, "connected");
                return;
            }
            case DISCONNECTED -> {
                visits(role).left(now);
                states.put(role, "reconnecting");
            }
            case ROUND_FAILED -> states.put(role, "waiting");
            case GIVEN_UP -> states.put(role, "given up");
            case CLOSED -> {
                visits(role).left(now);
                states.put(role, "closed");
                return;
            }
            case FAILED_OVER -> failovers.merge(role, 1, Integer::sum);
            case FAILED_BACK -> failbacks.merge(role, 1, Integer::sum);
            default -> {
            }
        }
        lines.accept(role.label() + ": " + change.getDetail());
    }

    Map<Role, Visits> visits() {
        return visits;
    }

    private Visits visits(Role role) {
        Visits found = visits.get(role);
        if (found == null) {
            throw new IllegalStateException("No visits of " + role);
        }
        return found;
    }

    /** The broker that a session is connected to, or null. */
    @Nullable
    String broker(Role role) {
        return visits(role).broker();
    }

    String state(Role role) {
        return states.getOrDefault(role, "unknown");
    }

    boolean allConnected() {
        return visits.values().stream().allMatch(visit -> visit.broker() != null);
    }

    /** How often each session has failed over; the one that did so least often counts. */
    int failovers() {
        return least(failovers);
    }

    /** How often each session has failed back; the one that did so least often counts. */
    int failbacks() {
        return least(failbacks);
    }

    private static int least(Map<Role, Integer> counts) {
        int least = Integer.MAX_VALUE;
        for (Role role : Role.values()) {
            least = Math.min(least, counts.getOrDefault(role, 0));
        }
        return least;
    }
}
