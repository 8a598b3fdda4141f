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
package io.github.camelmqttx.torture.route;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.camelmqttx.torture.Options;
import io.github.camelmqttx.torture.ledger.LedgerWriter;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * The consuming side in a JVM of its own: one route per URI to a sink that writes a ledger before the exchange
 * completes.
 * <p>
 * Options: {@code --ledger} file, {@code --uri1} and {@code --uri2} endpoint URIs for QoS 1 and 2 (either may be
 * missing).
 */
public final class ConsumerProcess {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final LedgerWriter ledger;
    private volatile long slowNanos;

    private ConsumerProcess(Path path) {
        ledger = new LedgerWriter(path);
    }

    /** Runs until it is told to stop; does not return. */
    public static void run(Options options) throws Exception {
        ConsumerProcess process = new ConsumerProcess(Path.of(options.text("ledger")));
        process.context.disableJMX();
        process.context.getShutdownStrategy().setTimeout(10);
        for (String name : new String[] { "uri1", "uri2" }) {
            String uri = options.text(name, "");
            if (!uri.isEmpty()) {
                process.addRoute(name, uri);
            }
        }
        process.context.start();
        Commands.serve(process::obey);
    }

    private void addRoute(String id, String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId(id).process(ConsumerProcess.this::sink);
            }
        });
    }

    private void sink(Exchange exchange) {
        ledger.append(Payload.received(exchange.getMessage().getBody(byte[].class)));
        long nanos = slowNanos;
        if (nanos > 0) {
            LockSupport.parkNanos(nanos);
        }
    }

    private void obey(String command) {
        if (command.startsWith(Commands.SLOW)) {
            slowNanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(command.substring(Commands.SLOW.length()).trim()));
        } else if (command.equals(Commands.STOP)) {
            context.stop();
            Runtime.getRuntime().halt(0);
        }
    }
}
