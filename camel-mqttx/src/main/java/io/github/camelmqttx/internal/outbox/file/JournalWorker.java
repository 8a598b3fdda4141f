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

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.camelmqttx.internal.outbox.PublishJournal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the thread of a journal does: takes groups, has them written, tells what became of them. */
final class JournalWorker {

    private static final Logger LOG = LoggerFactory.getLogger(JournalWorker.class);

    private final ChangeQueue queue;
    private final GroupWriter writer;
    private final ReadyWindow window;
    private PublishJournal.@Nullable Listener listener;
    private List<Change> untold = List.of();

    JournalWorker(ChangeQueue queue, GroupWriter writer, ReadyWindow window) {
        this.queue = queue;
        this.writer = writer;
        this.window = window;
    }

    /** Works until the queue is closed and all of it is written. */
    void run() {
        listener = queue.awaitStart();
        refill();
        for (List<Change> group = queue.take(0); group != null; group = queue.take(patience())) {
            write(group);
            done(writer.tick());
            refill();
        }
        done(writer.close());
    }

    private long patience() {
        return window.isDue() && writer.trouble() == null ? 0 : writer.idleNanos();
    }

    private void write(List<Change> group) {
        if (group.isEmpty()) {
            return;
        }
        untold = group;
        GroupWriter.Written written = writer.write(group);
        untold = List.of();
        done(written.done());
        String trouble = writer.trouble();
        refuse(written.refused(), trouble == null ? "the journal could not be written" : trouble);
    }

    private void done(List<Change> changes) {
        PublishJournal.Listener told = listener;
        Set<Long> removed = new HashSet<>();
        changes.stream().filter(change -> change.kind() == Change.Kind.REMOVE).forEach(change -> removed.add(change.id()));
        for (Change change : changes) {
            Runnable durable = change.durable();
            if (durable != null) {
                call(durable);
            } else if (change.kind() == Change.Kind.REMOVE) {
                window.removed(change.id());
            } else if (change.isStore() && told != null) {
                call(() -> told.stored(change.stored()));
                if (!removed.contains(change.id())) {
                    call(() -> window.stored(change.stored(), told));
                }
            }
        }
    }

    private void refuse(List<Change> stores, String why) {
        PublishJournal.Listener told = listener;
        for (Change change : stores) {
            if (told != null) {
                call(() -> told.storeFailed(change.stored(), JournalFailures.notStored(change.stored().topic(), why)));
            }
        }
    }

    /** A listener that fails must not keep others from being told. */
    private static void call(Runnable listening) {
        try {
            listening.run();
        } catch (RuntimeException e) {
            LOG.error("What the journal told was not dealt with", e);
        }
    }

    private void refill() {
        PublishJournal.Listener told = listener;
        JournalStore store = writer.store();
        if (told == null || store == null || !window.isDue()) {
            return;
        }
        try {
            window.refill(store, writer.removedButThere(), told);
        } catch (IOException e) {
            writer.unreadable(e);
        }
    }

    /** After a failure of the worker itself: tells publishers of messages that will not be stored. */
    void abandon(String why) {
        List<Change> rest = queue.end();
        refuse(untold.stream().filter(Change::isStore).toList(), why);
        refuse(rest.stream().filter(Change::isStore).toList(), why);
    }
}
