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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Collects the bodies, as text, of what passes through a route, in the order of their passing; while it is shut,
 * exchanges wait in it. Thread-safe.
 */
final class Inbox implements Processor {

    private static final long PATIENCE_SECONDS = 60;

    private final List<String> entered = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private CountDownLatch gate = new CountDownLatch(0);

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        String text = exchange.getMessage().getBody(String.class);
        CountDownLatch passing;
        synchronized (this) {
            entered.add(text);
            passing = gate;
        }
        if (!passing.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Nobody has opened the inbox for " + text);
        }
        synchronized (this) {
            texts.add(text);
        }
    }

    /** Lets nothing pass from now on. */
    synchronized Inbox shut() {
        gate = new CountDownLatch(1);
        return this;
    }

    /** Lets everything pass that waits, and what comes. */
    synchronized void open() {
        gate.countDown();
    }

    /** What has reached the inbox, passed or not. */
    synchronized List<String> entered() {
        return List.copyOf(entered);
    }

    /** What has passed. */
    synchronized List<String> texts() {
        return List.copyOf(texts);
    }

    synchronized int size() {
        return texts.size();
    }

    synchronized void clear() {
        entered.clear();
        texts.clear();
    }
}
