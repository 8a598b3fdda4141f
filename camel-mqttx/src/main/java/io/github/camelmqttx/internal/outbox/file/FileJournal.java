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
package io.github.camelmqttx.internal.outbox.file;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;

import io.github.camelmqttx.MqttxOutboxException;
import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.outbox.OutboxSettings;
import io.github.camelmqttx.internal.outbox.PublishJournal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal in a directory. One thread takes all changes that have been handed in, writes them as one group, and then
 * tells what became of each, in the order of the calls. It sleeps while there is nothing to do.
 * <p>
 * All file operations happen on that thread, opening included, because an interrupt would close the file under others.
 */
public final class FileJournal implements PublishJournal {

    private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);

    private final OutboxSettings settings;
    private final String clientId;
    private final JournalClocks clocks;
    private final JournalLimits limits;
    private final ChangeQueue queue;
    private final CompletableFuture<Recovered> recovered = new CompletableFuture<>();
    private final Thread thread;
    private volatile @Nullable GroupWriter writer;
    private volatile @Nullable ReadyWindow window;
    private volatile @Nullable String fatal;

    private FileJournal(OutboxSettings settings, String clientId, JournalClocks clocks, JournalLimits limits) {
        this.settings = settings;
        this.clientId = clientId;
        this.clocks = clocks;
        this.limits = limits;
        this.queue = new ChangeQueue(limits);
        this.thread = new Thread(this::run, "mqttx-journal-" + clientId);
        this.thread.setDaemon(true);
    }

    /**
     * Opens the journal of a Client Identifier in the directory of the settings, or makes it. Reads and checks all that
     * is there.
     *
     * @param  nanoTime             clock of the session's context; asked by any thread
     * @throws MqttxOutboxException if the directory cannot be used, is in use, holds something else, or is damaged; if
     *                              the library that this needs is missing. Says what to do
     */
    public static PublishJournal open(OutboxSettings settings, String clientId, LongSupplier nanoTime)
            throws MqttxOutboxException {
        return open(settings, clientId, new JournalClocks(nanoTime, System::currentTimeMillis), JournalLimits.DEFAULT);
    }

    static FileJournal open(OutboxSettings settings, String clientId, JournalClocks clocks, JournalLimits limits)
            throws MqttxOutboxException {
        FileJournal journal = new FileJournal(settings, clientId, clocks, limits);
        journal.thread.start();
        journal.awaitOpening();
        return journal;
    }

    private void awaitOpening() throws MqttxOutboxException {
        boolean interrupted = false;
        try {
            while (!recovered.isDone()) {
                try {
                    recovered.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            recovered.get();
        } catch (ExecutionException e) {
            throw whyNotOpened(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private MqttxOutboxException whyNotOpened(Throwable cause) {
        if (cause instanceof MqttxOutboxException known) {
            return known;
        }
        if (cause instanceof NoClassDefFoundError) {
            return JournalFailures.libraryMissing(clientId, cause);
        }
        return JournalFailures.unexpected(clientId, String.valueOf(settings.directory()), cause);
    }

    private void run() {
        OpenedJournal opened;
        try {
            opened = OpenedJournal.open(settings, clientId, clocks);
        } catch (Throwable e) {
            recovered.completeExceptionally(e);
            return;
        }
        JournalWorker worker = prepare(opened);
        recovered.complete(opened.found().recovered());
        try {
            worker.run();
        } catch (RuntimeException | Error e) {
            LOG.error("The journal {} has failed", opened.directory().path(), e);
            fatal = "its journal " + opened.directory().path() + " has failed (" + e
                    + "). What is stored stays there; restart to use it again";
            worker.abandon(fatal);
            opened.store().close();
        } finally {
            opened.directory().release();
        }
    }

    private JournalWorker prepare(OpenedJournal opened) {
        GroupWriter groups = new GroupWriter(opened.directory(), opened.store(), settings, limits.retryMillis());
        ReadyWindow ready = new ReadyWindow(limits, clocks, opened.found());
        queue.lastId(opened.found().lastId());
        writer = groups;
        window = ready;
        return new JournalWorker(queue, groups, ready);
    }

    @Override
    public Recovered recovered() {
        return recovered.join();
    }

    @Override
    public void start(Listener listener) {
        queue.start(listener);
    }

    /**
     * {@inheritDoc} When the journal is closed, {@link Listener#storeFailed} is called by this method.
     *
     * @throws IllegalStateException before {@link #start}
     */
    @Override
    public void store(OutgoingMessage message) {
        if (queue.store(message, JournalCodec.encode(message, clocks))) {
            return;
        }
        Listener listener = queue.listener();
        String why = fatal;
        if (listener != null) {
            listener.storeFailed(message, JournalFailures.notStored(message.topic(), why == null ? "it is closed" : why));
        }
    }

    @Override
    public void assigned(OutgoingMessage message, Runnable durable) {
        queue.add(Change.assign(message.journalId(), message.packetId(), durable));
    }

    @Override
    public void released(OutgoingMessage message, Runnable durable) {
        queue.add(Change.release(message.journalId(), durable));
    }

    @Override
    public void unassigned(OutgoingMessage message) {
        queue.add(Change.unassign(message.journalId()));
    }

    @Override
    public void remove(OutgoingMessage message) {
        queue.add(Change.remove(message.journalId()));
    }

    @Override
    public void owner(BrokerAddress broker) {
        queue.add(Change.owner(JournalCheck.encode(broker)));
    }

    @Override
    public void taken(int count) {
        ReadyWindow current = window;
        if (current != null && current.taken(count)) {
            queue.nudge();
        }
    }

    @Override
    public @Nullable String trouble() {
        String why = fatal;
        GroupWriter current = writer;
        return why != null || current == null ? why : current.trouble();
    }

    @Override
    public void close() {
        queue.close();
        boolean interrupted = false;
        while (thread.isAlive() && Thread.currentThread() != thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
