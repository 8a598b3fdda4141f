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
package io.github.camelmqttx.examples.failover;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.github.camelmqttx.MqttxSessionEvent;
import io.github.camelmqttx.MqttxSessionEvent.Kind;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;

/** Listens to what the sessions say: each change of a session is a Camel event. */
// tag::events[]
final class SessionEvents extends SimpleEventNotifierSupport {

    /** Not worth a line here; a round fails again and again while there is no broker, and health says why. */
    private static final Set<Kind> QUIET = EnumSet.of(Kind.CONNECTED, Kind.CLOSED, Kind.ROUND_FAILED);

    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final Map<String, String> brokers = new ConcurrentHashMap<>();
    private final Consumer<String> lines;

    /** @param lines takes a line for people about each change */
    SessionEvents(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof MqttxSessionEvent;
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof MqttxSessionEvent change) {
            counts.merge(change.getClientId() + change.getKind(), 1, Integer::sum);
            if (change.getBroker() != null) {
                brokers.put(change.getClientId(), change.getBroker());
            } else {
                brokers.remove(change.getClientId());
            }
            if (!QUIET.contains(change.getKind())) {
                lines.accept(change.getClientId() + ": " + change.getKind() + ", " + change.getDetail());
            }
        }
    }
    // end::events[]

    int count(String clientId, Kind kind) {
        return counts.getOrDefault(clientId + kind, 0);
    }

    /** Whether the session is connected to the broker. */
    boolean isAt(String clientId, String broker) {
        return broker.equals(brokers.get(clientId));
    }
}
