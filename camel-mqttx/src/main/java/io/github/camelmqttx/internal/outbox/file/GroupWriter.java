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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.github.camelmqttx.internal.outbox.OutboxSettings;
import io.github.camelmqttx.internal.outbox.SyncPolicy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes groups of changes and forces them to the disk as the policy says. When the disk fails, messages are refused;
 * all other changes are kept, in their order, and tried again until they are written. Confined to the thread of the
 * journal, except {@link #trouble}.
 */
final class GroupWriter {

    /**
     * What became of a group.
     *
     * @param done    changes that were written, in their order, older ones included
     * @param refused messages that are not in the journal
     */
    record Written(List<Change> done, List<Change> refused) {
    }

    private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);

    /** Of the space that messages leave for acknowledgements. */
    private static final long LARGEST_RESERVE = 8L << 20;
    private static final int RESERVE_DIVISOR = 8;
    /** Until so much was written, nothing is forced on behalf of space that could be used again. */
    private static final int MOST_UNFORCED_COMMITS = 1_000;
    private static final long MOST_UNFORCED_BYTES = 32L << 20;
    private static final long TIDY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    /** Commits after the last change until the file has given back what it does not need; then the thread sleeps. */
    private static final int QUIET_COMMITS = 4 * JournalStore.VERSIONS_TO_KEEP;

    private final JournalDirectory directory;
    private final OutboxSettings settings;
    private final long retryNanos;
    private @Nullable JournalStore store;
    private List<Change> retained = new ArrayList<>();
    private volatile @Nullable String trouble;
    private long unforcedBytes;
    private boolean unforced;
    private long firstUnforcedNanos;
    /** When the end of a trouble was last looked for; not moved by messages that are refused meanwhile. */
    private long probedNanos;
    private long tidiedNanos;
    private int quietCommits = QUIET_COMMITS;

    GroupWriter(JournalDirectory directory, JournalStore store, OutboxSettings settings, long retryMillis) {
        this.directory = directory;
        this.store = store;
        this.settings = settings;
        this.retryNanos = TimeUnit.MILLISECONDS.toNanos(retryMillis);
        this.tidiedNanos = System.nanoTime();
        this.probedNanos = tidiedNanos;
    }

    /** What keeps the journal from writing, or null; any thread. */
    @Nullable
    String trouble() {
        return trouble;
    }

    /** The file, or null while it cannot be opened. */
    @Nullable
    JournalStore store() {
        return store;
    }

    /** Numbers of messages that are removed, though they are still in the file. */
    Set<Long> removedButThere() {
        if (retained.isEmpty()) {
            return Set.of();
        }
        Set<Long> ids = new HashSet<>();
        retained.stream().filter(change -> change.kind() == Change.Kind.REMOVE).forEach(change -> ids.add(change.id()));
        return ids;
    }

    /** Writes a group, after what is left of earlier ones. */
    Written write(List<Change> group) {
        List<Change> all = group;
        if (!retained.isEmpty()) {
            all = new ArrayList<>(retained);
            all.addAll(group);
        }
        try {
            attempt(all);
            retained.clear();
            over();
            return new Written(all, List.of());
        } catch (IOException e) {
            return rescue(all, e);
        }
    }

    private Written rescue(List<Change> all, IOException cause) {
        failed(cause);
        List<Change> refused = all.stream().filter(Change::isStore).toList();
        List<Change> others = new ArrayList<>(all);
        others.removeAll(refused);
        if (!(cause instanceof NoRoomException)) {
            // The failure may have come after the write. Where there is nothing to remove, this does nothing.
            refused.forEach(change -> others.add(Change.remove(change.id())));
        }
        retained = others;
        if (refused.isEmpty()) {
            return new Written(List.of(), refused);
        }
        return new Written(retry(), refused);
    }

    /** Tries to write what is left of earlier groups. @return what was written */
    private List<Change> retry() {
        if (retained.isEmpty()) {
            return List.of();
        }
        try {
            attempt(retained);
            List<Change> done = retained;
            retained = new ArrayList<>();
            return done;
        } catch (IOException e) {
            failed(e);
            return List.of();
        }
    }

    private void attempt(List<Change> changes) throws IOException {
        JournalStore current = reopened();
        long stored = 0;
        boolean awaited = false;
        boolean stores = false;
        for (Change change : changes) {
            stored += change.size();
            awaited |= change.isAwaited();
            stores |= change.isStore();
        }
        if (stores) {
            checkRoom(current, stored);
        }
        for (Change change : changes) {
            current.apply(change);
        }
        commit(current, awaited, stored);
        quietCommits = 0;
    }

    private void commit(JournalStore current, boolean awaited, long stored) throws IOException {
        unforcedBytes += stored;
        boolean much = current.unforced() >= MOST_UNFORCED_COMMITS || unforcedBytes >= MOST_UNFORCED_BYTES;
        boolean force = switch (settings.sync()) {
            case COMMIT -> awaited || much;
            case INTERVAL -> much || unforced && System.nanoTime() - firstUnforcedNanos >= settings.syncIntervalNanos();
            case NONE -> false;
        };
        current.commit(force);
        if (force) {
            forced();
        } else if (!unforced) {
            unforced = true;
            firstUnforcedNanos = System.nanoTime();
        }
    }

    private void forced() {
        unforced = false;
        unforcedBytes = 0;
    }

    private JournalStore reopened() throws IOException {
        JournalStore current = store;
        if (current == null) {
            directory.checkFile();
            current = JournalStore.open(directory.file(), settings.sync() != SyncPolicy.NONE);
            store = current;
        }
        return current;
    }

    private void checkRoom(JournalStore current, long stored) throws IOException {
        long needed = 2 * stored + reserve();
        long usable = usableBytes();
        if (usable < needed && usable + current.freeBytes() < needed) {
            throw new NoRoomException(JournalFailures.noRoom(directory.file(), usable, needed));
        }
    }

    private long usableBytes() {
        return directory.path().toFile().getUsableSpace();
    }

    private long reserve() {
        return Math.min(LARGEST_RESERVE, directory.path().toFile().getTotalSpace() / RESERVE_DIVISOR);
    }

    private void failed(IOException cause) {
        boolean noRoom = cause instanceof NoRoomException;
        String text = noRoom ? JournalFailures.text(cause) : JournalFailures.broken(directory.file(), cause);
        if (trouble == null) {
            LOG.warn("{}. Until then publishes fail; what is stored stays", text);
            LOG.debug("The failure of the journal", cause);
        }
        trouble = text;
        if (noRoom || store == null) {
            return;
        }
        store.close();
        store = null;
        try {
            reopened();
        } catch (IOException e) {
            LOG.debug("The journal {} cannot be opened again yet", directory.file(), e);
        }
    }

    private void over() {
        if (trouble != null) {
            trouble = null;
            LOG.info("The journal {} can be written again", directory.file());
        }
    }

    /** How long the thread may sleep, in nanoseconds; {@link Long#MAX_VALUE} if there is nothing to be done. */
    long idleNanos() {
        long now = System.nanoTime();
        long idle = Long.MAX_VALUE;
        if (trouble != null) {
            idle = Math.max(1, probedNanos + retryNanos - now);
        }
        if (unforced && settings.sync() == SyncPolicy.INTERVAL && trouble == null) {
            idle = Math.min(idle, Math.max(1, firstUnforcedNanos + settings.syncIntervalNanos() - now));
        }
        JournalStore current = store;
        if (current != null && trouble == null && mayShrink(current)) {
            idle = Math.min(idle, Math.max(1, tidiedNanos + TIDY_NANOS - now));
        }
        return idle;
    }

    private boolean mayShrink(JournalStore current) {
        return quietCommits < QUIET_COMMITS && current.isLarge();
    }

    /** Does what is due by time. @return older changes that were written */
    List<Change> tick() {
        long now = System.nanoTime();
        if (trouble != null) {
            return now - probedNanos >= retryNanos ? probe() : List.of();
        }
        try {
            JournalStore current = reopened();
            if (unforced && settings.sync() == SyncPolicy.INTERVAL
                    && now - firstUnforcedNanos >= settings.syncIntervalNanos()) {
                current.commit(true);
                forced();
            }
            if (mayShrink(current) && now - tidiedNanos >= TIDY_NANOS) {
                tidiedNanos = now;
                quietCommits++;
                current.tidy(usableBytes());
                current.commit(settings.sync() != SyncPolicy.NONE);
            }
        } catch (IOException e) {
            probedNanos = now;
            failed(e);
        }
        return List.of();
    }

    /** Takes the trouble for over only if there is more room than the next message may need. */
    private List<Change> probe() {
        try {
            List<Change> changes = new ArrayList<>(retained);
            probedNanos = System.nanoTime();
            checkRoom(reopened(), reserve() / RESERVE_DIVISOR);
            attempt(changes);
            retained = new ArrayList<>();
            over();
            return changes;
        } catch (IOException e) {
            failed(e);
            return e instanceof NoRoomException ? retryAndTidy() : List.of();
        }
    }

    /** Writes what must be written without room for messages, then looks for room in the file itself. */
    private List<Change> retryAndTidy() {
        List<Change> done = retry();
        try {
            JournalStore current = reopened();
            current.tidy(usableBytes());
            current.commit(settings.sync() != SyncPolicy.NONE);
        } catch (IOException e) {
            failed(e);
        }
        return done;
    }

    /** A message could not be read. */
    void unreadable(IOException cause) {
        probedNanos = System.nanoTime();
        failed(cause);
    }

    /** Writes what is left and forces it to the disk, as far as the disk lets it, then closes the file. */
    List<Change> close() {
        List<Change> done = retry();
        if (!retained.isEmpty()) {
            LOG.warn("The journal {} is closed without the last {} changes ({}): messages whose exchange is over may be sent"
                     + " again",
                    directory.file(), retained.size(), trouble);
        }
        JournalStore current = store;
        store = null;
        if (current != null) {
            try {
                current.commit(true);
            } catch (IOException e) {
                LOG.warn("{}", JournalFailures.broken(directory.file(), e));
            }
            current.close();
        }
        return done;
    }
}
