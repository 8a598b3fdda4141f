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
package io.github.camelmqttx;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;

import io.github.camelmqttx.internal.client.ClientLibrary;
import io.github.camelmqttx.internal.client.MqttClientFactory;
import io.github.camelmqttx.internal.event.SessionEventPublisher;
import io.github.camelmqttx.internal.executor.ElasticExecutor;
import io.github.camelmqttx.internal.executor.ElasticSettings;
import io.github.camelmqttx.internal.outbox.file.FileJournal;
import io.github.camelmqttx.internal.pool.SessionPool;
import org.apache.camel.CamelContext;
import org.apache.camel.util.concurrent.CamelThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a started component owns: workers, drivers, sessions. */
final class ComponentRuntime {

    private static final Logger LOG = LoggerFactory.getLogger(ComponentRuntime.class);
    private static final long CLOSE_SECONDS = 10;

    private final ElasticExecutor workers;
    private final ClientDrivers clients;
    private final SessionPool pool;

    ComponentRuntime(CamelContext context, BiFunction<ClientLibrary, Executor, MqttClientFactory> driver) {
        String pattern = context.getExecutorServiceManager().getThreadNamePattern();
        workers = new ElasticExecutor(ElasticSettings.defaults(), new CamelThreadFactory(pattern, "mqttx-worker", true));
        clients = new ClientDrivers(library -> driver.apply(library, workers));
        pool = new SessionPool(clients::of, workers, FileJournal::open);
        pool.addListener(new SessionEventPublisher(context, workers, System::nanoTime));
    }

    SessionPool pool() {
        return pool;
    }

    Executor workers() {
        return workers;
    }

    /** Ends sessions, drivers and workers, in this order; takes at most some seconds for each. */
    void close() {
        try {
            pool.close().get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("MQTT sessions were not closed within {} seconds; their connections are dropped", CLOSE_SECONDS, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            clients.close();
            workers.close();
        }
    }
}
