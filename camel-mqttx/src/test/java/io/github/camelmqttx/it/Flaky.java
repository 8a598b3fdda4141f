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

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.camelmqttx.MqttxConstants;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Fails with messages whose text begins with "bad", a number of times each. Thread-safe. */
final class Flaky implements Processor {

    static final int ALWAYS = Integer.MAX_VALUE;

    private final List<String> attempts = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private volatile int times;

    Flaky(int times) {
        this.times = times;
    }

    @Override
    public void process(Exchange exchange) {
        String text = exchange.getMessage().getBody(String.class);
        Object counter = exchange.getMessage().getHeader(MqttxConstants.REDELIVERY_COUNTER);
        attempts.add(counter == null ? text : text + "/" + counter);
        if (text.startsWith("bad") && failures.getOrDefault(text, 0) < times) {
            failures.merge(text, 1, Integer::sum);
            throw new IllegalStateException("cannot digest " + text + " of mqtt://h?password=verySecret");
        }
    }

    /** Fails no more. */
    void mend() {
        times = 0;
    }

    /** Text of each attempt, with the redelivery counter behind a slash if there is one. */
    List<String> attempts() {
        return List.copyOf(attempts);
    }
}
