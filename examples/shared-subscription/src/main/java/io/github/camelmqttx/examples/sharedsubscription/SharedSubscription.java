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
package io.github.camelmqttx.examples.sharedsubscription;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Future;

import io.github.camelmqttx.examples.broker.Example;
import io.github.camelmqttx.examples.broker.Figures;
import io.github.camelmqttx.examples.broker.JavaProcess;
import io.github.camelmqttx.examples.broker.LocalBroker;
import io.github.camelmqttx.examples.broker.Stage;
import io.github.camelmqttx.examples.broker.Tally;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;

/** Sends jobs to three workers, kills one of them, and counts. */
public final class SharedSubscription {

    private static final int WORKERS = 3;
    private static final int JOBS = 600;
    private static final String VICTIM = "worker-2";
    private static final String STREAM = "jobs";

    private final Stage stage;
    private final LocalBroker broker;
    private final Tally tally = new Tally();
    private final Map<String, Integer> done = new ConcurrentSkipListMap<>();
    /** By each worker; what a killed one has left stays. */
    private final Map<String, Set<Long>> begun = new ConcurrentHashMap<>();
    private final Set<Long> abandoned = new ConcurrentSkipListSet<>();
    private final Map<String, JavaProcess> workers = new TreeMap<>();

    private SharedSubscription(Stage stage) throws IOException {
        this.stage = stage;
        this.broker = stage.closeAtEnd(new LocalBroker(LocalBroker.freePort(), stage.fresh("broker")));
    }

    public static void main(String[] arguments) {
        Example.run(stage -> new SharedSubscription(stage).play());
    }

    private void play() throws Exception {
        broker.start();
        stage.say("### broker " + broker.uri());
        // Artemis may refuse one of two clients that found a group at the same moment.
        hire("worker-1");
        stage.await("the first worker to subscribe", () -> done.size() == 1);
        for (int number = 2; number <= WORKERS; number++) {
            hire("worker-" + number);
        }
        stage.await("all workers to subscribe", () -> done.size() == WORKERS);
        stage.say("### " + WORKERS + " workers are ready, each in a JVM of its own: " + done.keySet());

        try (CamelContext context = new DefaultCamelContext()) {
            context.start();
            ProducerTemplate template = context.createProducerTemplate();
            Map<Long, Future<Object>> publishes = send(template);
            kill();
            publishes.forEach((number, publish) -> {
                template.extractFutureBody(publish, Object.class);
                tally.sent(STREAM, number);
            });
        }
        stage.await("all jobs to be done", () -> tally.figures(STREAM).missing() == 0);
        sum();
    }

    /** In the middle of its work. */
    private void kill() throws InterruptedException {
        stage.await(VICTIM + " to have done ten jobs and to have others in hand",
                () -> done.getOrDefault(VICTIM, 0) >= 10 && inHand(VICTIM).size() > 1);
        stage.say("    done so far: " + done);
        workers.get(VICTIM).kill();
        abandoned.addAll(inHand(VICTIM));
        stage.say("### " + VICTIM + " is killed (SIGKILL), jobs in its hands: " + abandoned);
    }

    private Set<Long> inHand(String worker) {
        return begun.getOrDefault(worker, Set.of());
    }

    private void hire(String name) throws IOException {
        workers.put(name, stage.closeAtEnd(JavaProcess.start(Worker.class, stage.directory(), line -> told(name, line),
                name, broker.uri())));
    }

    private void told(String worker, String line) {
        if (line.equals(Worker.READY)) {
            done.put(worker, 0);
            begun.put(worker, new ConcurrentSkipListSet<>());
        } else if (line.startsWith(Worker.BEGUN)) {
            inHand(worker).add(Long.parseLong(line.substring(Worker.BEGUN.length())));
        } else if (line.startsWith(Worker.DONE)) {
            long number = Long.parseLong(line.substring(Worker.DONE.length()));
            inHand(worker).remove(number);
            done.merge(worker, 1, Integer::sum);
            tally.arrived(STREAM, number);
            if (abandoned.contains(number)) {
                stage.say("    job " + number + " is done by " + worker);
            }
        }
    }

    /** Each publish is complete when the broker has acknowledged the job. */
    private Map<Long, Future<Object>> send(ProducerTemplate template) {
        String endpoint = "mqttx:jobs/print?qos=1&brokers=" + broker.uri();
        Map<Long, Future<Object>> publishes = new TreeMap<>();
        for (long number = 1; number <= JOBS; number++) {
            publishes.put(number, template.asyncSendBody(endpoint, number));
        }
        return publishes;
    }

    private void sum() throws Exception {
        Figures figures = tally.figures(STREAM);
        stage.say("done: " + done);
        stage.say("jobs: " + figures);
        stage.check("no job is missing", figures.missing() == 0 && figures.sent() == JOBS);
        stage.check("every worker had its share", done.values().stream().allMatch(share -> share > 0));
        for (Map.Entry<String, JavaProcess> worker : workers.entrySet()) {
            if (!worker.getKey().equals(VICTIM)) {
                stage.check(worker.getKey() + " stops in order", worker.getValue().stop() == 0);
            }
        }
    }
}
