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
package io.github.camelmqttx.internal.client;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import org.jspecify.annotations.Nullable;

/** Makes {@link ScriptedClient}s that share one {@link ManualSerialContext}. */
public final class ScriptedClientFactory implements MqttClientFactory {

    private final ManualSerialContext context = new ManualSerialContext();
    private final List<ScriptedClient> clients = new ArrayList<>();
    private final List<Probe> probes = new ArrayList<>();

    /** A probe that waits for its answer. */
    public record Probe(BrokerAddress broker, Consumer<Boolean> outcome) {
    }

    @Override
    public ManualSerialContext newContext() {
        return context;
    }

    @Override
    public ScriptedClient newClient(SerialContext serial, MqttClientListener listener) {
        if (serial != context) {
            throw new IllegalArgumentException("not a context of this factory");
        }
        ScriptedClient client = new ScriptedClient(context, listener);
        clients.add(client);
        return client;
    }

    @Override
    public void probe(
            SerialContext serial, BrokerAddress broker, @Nullable ProxySettings proxy, long timeoutNanos,
            Consumer<Boolean> outcome) {
        context.assertInContext();
        probes.add(new Probe(broker, outcome));
    }

    public ManualSerialContext context() {
        return context;
    }

    /** The client made last. */
    public ScriptedClient client() {
        return clients.get(clients.size() - 1);
    }

    public List<ScriptedClient> clients() {
        return clients;
    }

    public List<Probe> probes() {
        return probes;
    }

    /** Answers the oldest probe. */
    public void answerProbe(boolean reachable) {
        Probe probe = probes.remove(0);
        context.run(() -> probe.outcome().accept(reachable));
    }

    @Override
    public void close() {
        context.end();
    }
}
