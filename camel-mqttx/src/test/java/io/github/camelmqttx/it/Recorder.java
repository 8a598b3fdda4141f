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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.awaitility.Awaitility;

/** Takes down what a route gets, in the order in which it gets it. Thread-safe. */
final class Recorder implements Processor {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final List<Received> received = new CopyOnWriteArrayList<>();

    @Override
    public void process(Exchange exchange) {
        received.add(Received.of(exchange));
    }

    /** Everything so far. */
    List<Received> all() {
        return List.copyOf(received);
    }

    /** The bodies so far. */
    List<String> texts() {
        return received.stream().map(Received::text).toList();
    }

    /** The bodies of one topic so far. */
    List<String> texts(String topic) {
        return received.stream().filter(one -> topic.equals(one.topic())).map(Received::text).toList();
    }

    int size() {
        return received.size();
    }

    /** Waits up to 30 s until at least so many are there, and returns all. */
    List<Received> await(int count) {
        awaitMore(count);
        return all();
    }

    /** Waits up to 30 s for the first message. */
    Received awaitFirst() {
        return await(1).get(0);
    }

    private void awaitMore(int count) {
        Awaitility.await("at least " + count + " messages").atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(10)).until(received::size, size -> size >= count);
    }

    void clear() {
        received.clear();
    }
}
