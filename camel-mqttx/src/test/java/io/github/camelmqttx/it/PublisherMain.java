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

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;

import io.github.camelmqttx.MqttxConstants;
import io.github.camelmqttx.MqttxProducer;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;

/**
 * A process that publishes numbers, in turn to some topics, until it is killed, and says {@code done n} when the
 * exchange of a number has gone on. It gets ready first and begins when it reads two numbers, {@code first count}, so
 * that a test can have the next process at hand when it kills one. At the end of its work it waits until the outbox is
 * empty.
 */
final class PublisherMain {

    static final String READY = "ready";
    static final String DONE = "done ";
    static final String FAILED = "failed ";
    static final String EMPTY = "empty";
    private static final int MOST_UNFINISHED = 64;

    private PublisherMain() {
    }

    /** @param arguments broker, URI without topic, topic prefix, number of topics */
    public static void main(String[] arguments) throws Exception {
        String prefix = arguments[2];
        int topics = Integer.parseInt(arguments[3]);
        try (Application application = new Application(arguments[0])) {
            application.start();
            Endpoint endpoint = application.context().getEndpoint("mqttx:" + prefix + arguments[1]);
            AsyncProducer producer = endpoint.createAsyncProducer();
            say(READY);
            String[] order = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine().split(" ");
            application.context().addService(producer, true, true);
            int first = Integer.parseInt(order[0]);
            Semaphore unfinished = new Semaphore(MOST_UNFINISHED);
            for (int number = first; number < first + Integer.parseInt(order[1]); number++) {
                unfinished.acquire();
                publish(endpoint, producer, number, prefix + "/" + number % topics, unfinished);
            }
            unfinished.acquire(MOST_UNFINISHED);
            Its.until(() -> ((MqttxProducer) producer).sessions().stream()
                    .allMatch(session -> session.counters().waiting() + session.counters().inflight() == 0));
            say(EMPTY);
        }
    }

    private static void publish(Endpoint endpoint, AsyncProducer producer, int number, String topic, Semaphore unfinished) {
        Exchange exchange = endpoint.createExchange();
        exchange.getMessage().setBody(Integer.toString(number));
        exchange.getMessage().setHeader(MqttxConstants.OVERRIDE_TOPIC, topic);
        producer.process(exchange, doneSync -> {
            Exception failure = exchange.getException();
            say(failure == null ? DONE + number : FAILED + number + " " + failure);
            unfinished.release();
        });
    }

    private static void say(String line) {
        synchronized (System.out) {
            System.out.println(line);
        }
    }
}
