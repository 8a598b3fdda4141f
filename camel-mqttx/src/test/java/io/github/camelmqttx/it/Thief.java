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
package io.github.camelmqttx.it;

import java.util.concurrent.atomic.AtomicInteger;

import io.github.camelmqttx.testbed.Broker;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.ProbeOptions;

/** A client that connects with a Client Identifier that is not its own, at once again whenever it is thrown out. */
final class Thief implements AutoCloseable {

    private final Broker broker;
    private final ProbeOptions options;
    private final AtomicInteger connects = new AtomicInteger();
    private final Thread thread = new Thread(this::steal, "thief");
    private volatile boolean stopped;

    Thief(Broker broker, int version, String clientId) {
        this.broker = broker;
        this.options = new ProbeOptions(version, clientId, true, 0, 65_535, null, null, null);
        thread.start();
    }

    private void steal() {
        while (!stopped) {
            try (MqttProbe probe = MqttProbe.connect(broker, options)) {
                connects.incrementAndGet();
                Its.until(() -> stopped || !probe.isConnected());
            } catch (RuntimeException e) {
                connects.incrementAndGet(); // thrown out before the library had its CONNACK
            }
        }
    }

    int connects() {
        return connects.get();
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join(20_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
