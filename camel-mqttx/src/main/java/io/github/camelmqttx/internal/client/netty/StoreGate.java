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
package io.github.camelmqttx.internal.client.netty;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.github.camelmqttx.internal.client.InflightStore;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.SerialContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which changes of the session state are durable. Changes are numbered; because the store finishes them in order,
 * one number says it all. Confined to the serial context, except that the store tells on any thread what is durable,
 * and the context is woken once for as many changes as come until it gets there.
 */
final class StoreGate {

    private static final Logger LOG = LoggerFactory.getLogger(StoreGate.class);

    private final SerialContext context;
    private final InflightStore store;
    private final Runnable progress;
    private final AtomicLong durable = new AtomicLong();
    private final AtomicBoolean posted = new AtomicBoolean();
    private long entries;

    /** @param progress run in the context when more is durable */
    StoreGate(SerialContext context, InflightStore store, Runnable progress) {
        this.context = context;
        this.store = store;
        this.progress = progress;
    }

    InflightStore store() {
        return store;
    }

    /** A publish of QoS 1 may be repeated, so that nothing waits for its identifier. */
    void assigned(OutgoingMessage message) {
        if (message.qos() == 1) {
            store.assigned(message, null);
            return;
        }
        long entry = next(message);
        store.assigned(message, () -> reached(entry));
    }

    void released(OutgoingMessage message) {
        long entry = next(message);
        store.released(message, () -> reached(entry));
    }

    /** Whether the last change of the message is durable. */
    boolean isDurable(OutgoingMessage message) {
        return message.journalEntry() <= durable.get();
    }

    private long next(OutgoingMessage message) {
        entries++;
        message.journalEntry(entries);
        return entries;
    }

    private void reached(long entry) {
        durable.set(entry);
        if (posted.compareAndSet(false, true)) {
            try {
                context.execute(this::tell);
            } catch (RejectedExecutionException e) {
                LOG.debug("The context has ended; what waits to be sent is sent by the next process", e);
            }
        }
    }

    private void tell() {
        posted.set(false);
        progress.run();
    }
}
