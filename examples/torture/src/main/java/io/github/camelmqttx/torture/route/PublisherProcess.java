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
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.camelmqttx.torture.Options;
import io.github.camelmqttx.torture.ledger.LedgerRecord;
import io.github.camelmqttx.torture.ledger.LedgerRecord.Kind;
import io.github.camelmqttx.torture.ledger.LedgerWriter;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;

/**
 * The publishing side in a JVM of its own: numbered messages per topic, at a steady rate, from one thread. A message
 * whose exchange completes is written to the ledger; numbers are reserved there in blocks, so that no later process
 * uses one again.
 * <p>
 * Options: {@code --ledger} file, {@code --uri1} and {@code --uri2} endpoint URIs for QoS 1 and 2, {@code --qos} of
 * each topic, {@code --first} number of each topic, {@code --topicHeader} name of the header with the Topic Name,
 * {@code --rate} messages per second, {@code --window} exchanges that may be under way, {@code --payload} bytes.
 */
public final class PublisherProcess {

    private static final int BLOCK = 5_000;
    private static final long TICK_NANOS = 5_000_000;
    private static final long STOP_SECONDS = 20;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final LedgerWriter ledger;
    private final int[] qosOfTopic;
    private final long[] next;
    private final long[] reserved;
    private final String topicHeader;
    private final int rate;
    private final int window;
    private final int payloadBytes;
    private final Semaphore room;
    private final Target[] targets = new Target[3];
    private volatile boolean paused;
    private volatile boolean stopping;

    private record Target(Endpoint endpoint, AsyncProducer producer) {
    }

    private PublisherProcess(Options options) {
        ledger = new LedgerWriter(Path.of(options.text("ledger")));
        qosOfTopic = options.list("qos", "").stream().mapToInt(Integer::parseInt).toArray();
        next = options.list("first", "").stream().mapToLong(Long::parseLong).toArray();
        reserved = next.clone();
        topicHeader = options.text("topicHeader");
        rate = options.integer("rate", 1_000);
        window = options.integer("window", 500);
        payloadBytes = Math.max(Payload.MINIMUM_BYTES, options.integer("payload", 100));
        room = new Semaphore(window);
    }

    /** The Topic Name of a topic. */
    public static String topicName(int qos, int topic) {
        return filter(qos).replace("+", Integer.toString(topic));
    }

    /** The Topic Filter for all topics of a QoS. */
    public static String filter(int qos) {
        return "torture/qos" + qos + "/+";
    }

    /** Runs until it is told to stop; does not return. */
    public static void run(Options options) throws Exception {
        PublisherProcess process = new PublisherProcess(options);
        process.context.disableJMX();
        process.context.getShutdownStrategy().setTimeout(10);
        process.addRoute(1, options.text("uri1", ""));
        process.addRoute(2, options.text("uri2", ""));
        process.context.start();
        process.startProducers();
        Thread publishing = new Thread(process::publishAll, "publishing");
        publishing.setDaemon(true);
        publishing.start();
        Commands.serve(process::obey);
    }

    private void addRoute(int qos, String uri) throws Exception {
        if (!uri.isEmpty()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(noErrorHandler());
                    from("direct:qos" + qos).routeId("publish-qos" + qos).to(uri);
                }
            });
        }
    }

    private void startProducers() throws Exception {
        for (int qos : Arrays.stream(qosOfTopic).distinct().toArray()) {
            Endpoint endpoint = context.getEndpoint("direct:qos" + qos);
            AsyncProducer producer = endpoint.createAsyncProducer();
            producer.start();
            targets[qos] = new Target(endpoint, producer);
        }
    }

    private void publishAll() {
        double due = 0;
        int topic = 0;
        long last = System.nanoTime();
        boolean idle = false;
        while (!stopping) {
            idle = paused && (idle || noteIdle());
            long now = System.nanoTime();
            due = Math.min(due + (double) rate * (now - last) / 1e9, rate / 50.0 + 1);
            last = now;
            while (due >= 1 && !paused && !stopping) {
                room.acquireUninterruptibly();
                publish(topic);
                topic = (topic + 1) % qosOfTopic.length;
                due--;
            }
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    /** Whether no exchange is under way; only the thread that publishes may ask. */
    private boolean noteIdle() {
        if (!room.tryAcquire(window)) {
            return false;
        }
        room.release(window);
        long now = Payload.nowMicros();
        ledger.append(new LedgerRecord(Kind.IDLE, 0, 0, now, now));
        return true;
    }

    private void publish(int topic) {
        long number = next[topic]++;
        long now = Payload.nowMicros();
        if (number >= reserved[topic]) {
            reserved[topic] = number + BLOCK;
            ledger.append(new LedgerRecord(Kind.RESERVED, topic, reserved[topic], now, now));
        }
        int qos = qosOfTopic[topic];
        Target target = targets[qos];
        Exchange exchange = target.endpoint().createExchange();
        exchange.getMessage().setHeader(topicHeader, topicName(qos, topic));
        exchange.getMessage().setBody(Payload.of(topic, number, now, payloadBytes));
        target.producer().process(exchange, doneSync -> {
            record(topic, number, now, exchange.getException());
            room.release();
        });
    }

    private void record(int topic, long number, long sentMicros, @Nullable Exception failure) {
        Kind kind = failure == null ? Kind.ACCEPTED : Kind.FAILED;
        ledger.append(new LedgerRecord(kind, topic, number, sentMicros, Payload.nowMicros()));
        if (failure != null) {
            System.err.println("Publish " + number + " to topic " + topic + " failed: " + failure);
        }
    }

    private void obey(String command) {
        switch (command) {
            case Commands.PAUSE -> paused = true;
            case Commands.RESUME -> paused = false;
            case Commands.STOP -> stop();
            default -> throw new IllegalArgumentException("Unknown command " + command);
        }
    }

    private void stop() {
        stopping = true;
        try {
            if (!room.tryAcquire(window, STOP_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("Stopping with exchanges under way");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        context.stop();
        Runtime.getRuntime().halt(0);
    }
}
