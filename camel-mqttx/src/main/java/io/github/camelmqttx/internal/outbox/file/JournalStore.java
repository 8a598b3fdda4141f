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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.LongDataType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a journal. Changes are in memory until {@link #commit}; after an exception the store is not usable, what
 * was not committed is gone, and the file may be opened again. Confined to one thread.
 * <p>
 * Blocks of the file are used again only when no version since the last {@linkplain #commit forced} one needs them, so
 * that a failure of power finds that version whole. That is what {@link #pin} is for.
 * <p>
 * The store is never closed the library's way, which would rearrange the file: each opening takes the way that leads
 * back from a crash.
 * <p>
 * When it reads, errors of the library and of the virtual machine count as damage: a changed byte can trip an
 * assertion, or ask for more memory than there is.
 */
final class JournalStore implements AutoCloseable {

    /** One message of the file; false ends the walk. */
    interface Visitor {

        boolean message(long id, byte[] record) throws IOException;
    }

    /** Versions whose blocks are not used again, at the least. */
    static final int VERSIONS_TO_KEEP = 5;

    private static final Logger LOG = LoggerFactory.getLogger(JournalStore.class);

    private static final long OWNER = 1;
    private static final long TOTALS = 2;
    private static final long COMMITS = 3;
    /** The library writes the head of the file at the latest after 21 versions. */
    private static final int COMMITS_PER_HEAD = 24;
    private static final String FACTS = "facts";
    private static final int CACHE_MEGABYTES = 8;
    private static final int SPARSE_PERCENT = 50;
    private static final long SMALL_FILE_BYTES = 16L << 20;
    private static final int TIDY_BYTES = 1 << 20;
    private static final int TIDY_DIVISOR = 16;

    private final MVStore store;
    private final MVMap<Long, byte[]> messages;
    private final MVMap<Long, byte[]> exchanges;
    private final MVMap<Long, byte[]> facts;
    private final boolean pinned;
    private Totals totals;
    private MVStore.@Nullable TxCounter pin;
    private int unforced;

    private JournalStore(MVStore store, boolean pinned) throws IOException {
        this.store = store;
        this.pinned = pinned;
        store.setVersionsToKeep(VERSIONS_TO_KEEP);
        store.setRetentionTime(0);
        messages = open("messages");
        exchanges = open("exchanges");
        facts = open(FACTS);
        byte[] summary = facts.get(TOTALS);
        totals = summary == null ? Totals.NONE : Totals.decode(TOTALS, summary);
    }

    /**
     * Opens the file, or makes it if there is none.
     *
     * @param  pinned                  whether the file must stay whole when power fails between two forced commits
     * @throws CorruptJournalException if the file is not what was written
     * @throws IOException             if it cannot be read or written
     */
    static JournalStore open(Path file, boolean pinned) throws IOException {
        MVStore store = null;
        try {
            long newest = newestVersion(file);
            store = builder(file).open();
            if (store.getCurrentVersion() < newest) {
                LOG.info("The journal {} was interrupted while it was written, its latest state is looked up", file);
                store.closeImmediately();
                store = null;
                makeReachable(file);
                store = builder(file).open();
                if (store.getCurrentVersion() < newest) {
                    throw new CorruptJournalException("Version " + newest + " of the file cannot be opened");
                }
            }
            JournalStore opened = new JournalStore(store, pinned);
            opened.pin();
            return opened;
        } catch (RuntimeException | AssertionError | VirtualMachineError | IOException e) {
            if (store != null) {
                store.closeImmediately();
            }
            throw failure("The file cannot be opened", e);
        }
    }

    private static MVStore.Builder builder(Path file) {
        return new MVStore.Builder().fileName(file.toAbsolutePath().toString()).autoCommitDisabled()
                .autoCommitBufferSize(0).cacheSize(CACHE_MEGABYTES);
    }

    /**
     * The newest version that is whole, by a walk over all of the file, or 0. The library itself goes from the head of
     * the file, which may be some versions old, from one version to the next, and ends where one was overwritten. If
     * the process dies after a version was written there and before the head was, that way leads to an older version,
     * and nothing tells that it is an older one.
     */
    private static long newestVersion(Path file) throws IOException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            return 0;
        }
        MVStore store = builder(file).recoveryMode().readOnly().open();
        try {
            return store.getCurrentVersion();
        } finally {
            store.closeImmediately();
        }
    }

    /** Writes versions after the newest one until the library has to write the head of the file anew. */
    private static void makeReachable(Path file) {
        MVStore store = builder(file).recoveryMode().open();
        try {
            MVMap<Long, byte[]> any = store.openMap(FACTS, records());
            for (int i = 0; i < COMMITS_PER_HEAD; i++) {
                any.put(COMMITS, new byte[] { (byte) i });
                store.commit();
            }
            store.sync();
        } finally {
            store.closeImmediately();
        }
    }

    private MVMap<Long, byte[]> open(String name) {
        return store.openMap(name, records());
    }

    private static MVMap.Builder<Long, byte[]> records() {
        return new MVMap.Builder<Long, byte[]>().keyType(LongDataType.INSTANCE).valueType(RecordType.INSTANCE);
    }

    /** Takes one change in. */
    void apply(Change change) throws IOException {
        long id = change.id();
        try {
            switch (change.kind()) {
                case STORE -> put(id, change.content());
                case ASSIGN -> assign(id, change.packetId());
                case RELEASE -> progress(id, Exchange::withRelease);
                case UNASSIGN -> progress(id, Exchange::withoutPacketId);
                case REMOVE -> remove(id);
                case OWNER -> facts.put(OWNER, Records.seal(change.content(), OWNER));
            }
        } catch (RuntimeException e) {
            throw failure("A change could not be made", e);
        }
    }

    private void put(long id, byte[] record) {
        messages.put(id, Records.seal(record, id));
        totals = totals.plus(id, JournalCodec.payloadBytes(record));
    }

    private void assign(long id, int packetId) throws IOException {
        if (!messages.containsKey(id)) {
            return;
        }
        byte[] record = exchanges.get(id);
        long order = totals.nextOrder();
        if (record == null) {
            totals = totals.withNextOrder(order + 1);
        } else {
            order = Exchange.decode(id, record).order();
        }
        exchanges.put(id, new Exchange(order, packetId, false).encode(id));
    }

    private void progress(long id, Function<Exchange, Exchange> step) throws IOException {
        byte[] record = exchanges.get(id);
        if (record != null) {
            exchanges.put(id, step.apply(Exchange.decode(id, record)).encode(id));
        }
    }

    private void remove(long id) {
        byte[] record = messages.remove(id);
        if (record != null) {
            totals = totals.minus(id, JournalCodec.payloadBytes(record));
            exchanges.remove(id);
        }
    }

    /**
     * Writes all changes, which then survive the process.
     *
     * @param force whether they shall survive the machine as well
     */
    void commit(boolean force) throws IOException {
        try {
            facts.put(TOTALS, totals.encode(TOTALS));
            store.commit();
            unforced++;
            if (force) {
                store.sync();
                unforced = 0;
            }
            if (force || !pinned) {
                pin();
            }
        } catch (RuntimeException e) {
            throw failure("The file could not be written", e);
        }
        if (store.isClosed()) {
            throw new IOException("The file was closed while it was written");
        }
    }

    private void pin() {
        MVStore.TxCounter before = pin;
        pin = store.registerVersionUsage();
        store.deregisterVersionUsage(before);
    }

    /** Commits since the last forced one. */
    int unforced() {
        return unforced;
    }

    /**
     * Gathers what is left in sparse places of the file, a little of it at a time. What is gathered takes room at once,
     * and gives more back some commits later: so on a full disk only a part of the last room may be used.
     */
    void tidy(long usableBytes) throws IOException {
        try {
            long bytes = Math.min(TIDY_BYTES, usableBytes / TIDY_DIVISOR);
            if (bytes > 0 && store.getFileStore().getChunksFillRate() < SPARSE_PERCENT) {
                store.compact(SPARSE_PERCENT, (int) bytes);
            }
        } catch (RuntimeException e) {
            throw failure("The file could not be tidied", e);
        }
    }

    /** Whether tidying is worth while. */
    boolean isLarge() {
        return fileBytes() > SMALL_FILE_BYTES;
    }

    private long fileBytes() {
        return store.getFileStore().size();
    }

    /** Bytes in the file that can be used again. */
    long freeBytes() {
        return fileBytes() / 100 * (100 - store.getFillRate());
    }

    Totals totals() {
        return totals;
    }

    byte @Nullable [] message(long id) throws IOException {
        try {
            return messages.get(id);
        } catch (RuntimeException | AssertionError | VirtualMachineError e) {
            throw failure("Message " + id + " could not be read", e);
        }
    }

    /** Walks over messages in the order of their numbers. */
    void messagesFrom(long first, Visitor visitor) throws IOException {
        try {
            walk(messages, first, visitor);
        } catch (RuntimeException | AssertionError | VirtualMachineError e) {
            throw failure("Messages could not be read", e);
        }
    }

    /** Walks over the exchanges in the order of the numbers of their messages. */
    void exchanges(Visitor visitor) throws IOException {
        try {
            walk(exchanges, 0, visitor);
        } catch (RuntimeException | AssertionError | VirtualMachineError e) {
            throw failure("Exchanges could not be read", e);
        }
    }

    private static void walk(MVMap<Long, byte[]> map, long first, Visitor visitor) throws IOException {
        Cursor<Long, byte[]> cursor = map.cursor(first);
        while (cursor.hasNext()) {
            long id = cursor.next();
            if (!visitor.message(id, cursor.getValue())) {
                return;
            }
        }
    }

    /** The number of the last message, or 0. */
    long lastId() {
        return messages.isEmpty() ? 0 : messages.lastKey();
    }

    /** What {@link Change.Kind#OWNER} wrote last, with {@link Records#HEAD}, or null. */
    byte @Nullable [] owner() throws IOException {
        byte[] record = facts.get(OWNER);
        if (record != null) {
            Records.open(record, OWNER, "Owner");
        }
        return record;
    }

    private static IOException failure(String what, Throwable cause) {
        if (cause instanceof IOException known) {
            return known;
        }
        Throwable root = cause instanceof MVStoreException ? cause.getCause() : null;
        IOException failure = root instanceof IOException
                ? new IOException(what + ": " + root.getMessage())
                : new CorruptJournalException(what + ": " + cause);
        failure.initCause(cause);
        return failure;
    }

    /** Lets go of the file. What was not committed is gone. */
    @Override
    public void close() {
        store.closeImmediately();
    }
}
