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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

import io.github.camelmqttx.MqttxOutboxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The directory of one session's journal: a marker that says whose it is and in which format, a lock that keeps other
 * processes away, and the file. Readable by its owner only, because it holds payloads.
 * <p>
 * The marker is written last, so a directory without it holds no message that was ever reported as stored.
 */
final class JournalDirectory {

    static final String MARKER = "camel-mqttx-outbox";
    static final String LOCK = "lock";
    static final String FILE = "journal.mv";

    private static final Logger LOG = LoggerFactory.getLogger(JournalDirectory.class);

    private static final String MAGIC = "camel-mqttx outbox";
    private static final String FORMAT = "format=";
    private static final String CLIENT_ID = "clientId=";
    private static final int NEWEST_FORMAT = 1;
    private static final String UNFINISHED_MARKER = MARKER + ".new";
    private static final Set<String> UNFINISHED = Set.of(LOCK, FILE, UNFINISHED_MARKER);
    /** The store's file has a head of two blocks, which is written first. */
    private static final int SMALLEST_FILE = 8192;

    /** Directories in use by this class. */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();
    /**
     * Channels that met a lock of this process, taken by a copy of this class that another class loader loaded. Never
     * closed: on POSIX systems that would drop the lock of the other one.
     */
    private static final Queue<FileChannel> NEVER_CLOSED = new ConcurrentLinkedQueue<>();

    private final String clientId;
    private final Path path;
    private final Path realPath;
    private final FileChannel lock;
    private boolean complete;

    private JournalDirectory(String clientId, Path path, Path realPath, FileChannel lock) {
        this.clientId = clientId;
        this.path = path;
        this.realPath = realPath;
        this.lock = lock;
    }

    /**
     * Makes the directory of the Client Identifier below the base, if need be, and locks it.
     *
     * @throws MqttxOutboxException if it cannot be used; nothing is changed then that was there before
     */
    static JournalDirectory claim(Path base, String clientId) throws MqttxOutboxException {
        Path path = base.toAbsolutePath().normalize().resolve(SafeName.of(clientId));
        try {
            make(path);
            Path real = path.toRealPath();
            if (!OPEN.add(real)) {
                throw JournalFailures.lockedHere(clientId, path);
            }
            JournalDirectory directory = null;
            try {
                inspect(path, clientId);
                directory = new JournalDirectory(clientId, path, real, lock(path, clientId));
                directory.complete = Files.exists(path.resolve(MARKER));
                return directory;
            } finally {
                if (directory == null) {
                    OPEN.remove(real);
                }
            }
        } catch (IOException e) {
            throw JournalFailures.unusable(clientId, path, e);
        }
    }

    private static void make(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return;
        }
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(path.getParent());
            Files.createDirectory(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(path);
        }
    }

    /** Refuses what is not ours, before a lock file is put there. */
    private static void inspect(Path path, String clientId) throws IOException, MqttxOutboxException {
        Path marker = path.resolve(MARKER);
        if (Files.exists(marker)) {
            readMarker(marker, path, clientId);
            return;
        }
        try (Stream<Path> entries = Files.list(path)) {
            List<String> strangers = entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !UNFINISHED.contains(name)).sorted().limit(3).toList();
            if (!strangers.isEmpty()) {
                throw JournalFailures.foreign(clientId, path,
                        "it holds files that are not this component's: " + String.join(", ", strangers));
            }
        }
    }

    private static void readMarker(Path marker, Path path, String clientId) throws IOException, MqttxOutboxException {
        List<String> lines = new String(Files.readAllBytes(marker), UTF_8).lines().toList();
        if (lines.size() < 3 || !lines.get(0).equals(MAGIC) || !lines.get(1).startsWith(FORMAT)
                || !lines.get(2).startsWith(CLIENT_ID)) {
            throw JournalFailures.foreign(clientId, path, "its file " + MARKER + " is not what this component wrote");
        }
        String format = lines.get(1).substring(FORMAT.length());
        if (!format.equals(Integer.toString(NEWEST_FORMAT))) {
            throw JournalFailures.newer(clientId, path, format);
        }
        String other = lines.get(2).substring(CLIENT_ID.length());
        if (!other.equals(SafeName.escape(clientId))) {
            throw JournalFailures.foreign(clientId, path, "it is the outbox of another Client Identifier, " + other);
        }
    }

    private static FileChannel lock(Path path, String clientId) throws IOException, MqttxOutboxException {
        Path file = path.resolve(LOCK);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock taken = null;
        boolean heldHere = false;
        try {
            taken = channel.tryLock();
            if (taken == null) {
                String pid = Files.readString(file, UTF_8).strip();
                throw JournalFailures.lockedByAnother(clientId, path, pid.isEmpty() ? "" : " (process " + pid + ")");
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(UTF_8)));
            return channel;
        } catch (OverlappingFileLockException e) {
            heldHere = true;
            NEVER_CLOSED.add(channel);
            throw JournalFailures.lockedHere(clientId, path);
        } catch (IOException e) {
            if (taken == null) {
                throw e;
            }
            // The number of the process is only a help for people; a full disk must not keep the journal closed.
            LOG.debug("Cannot write {}", file, e);
            return channel;
        } finally {
            if (taken == null && !heldHere) {
                channel.close();
            }
        }
    }

    Path path() {
        return path;
    }

    Path file() {
        return path.resolve(FILE);
    }

    /** Whether an earlier process finished making the journal. */
    boolean isComplete() {
        return complete;
    }

    /**
     * Makes sure that a journal that was there has its file.
     *
     * @throws CorruptJournalException if it is missing or too short for anything
     */
    void checkFile() throws IOException {
        if (complete && !Files.exists(file())) {
            throw new CorruptJournalException("the file " + FILE + " is missing");
        }
        if (complete && Files.size(file()) < SMALLEST_FILE) {
            throw new CorruptJournalException("the file " + FILE + " was cut off at its beginning");
        }
    }

    /** Marks the journal as complete, durably. */
    void complete() throws IOException {
        if (complete) {
            return;
        }
        String text = MAGIC + "\n" + FORMAT + NEWEST_FORMAT + "\n" + CLIENT_ID + SafeName.escape(clientId) + "\n";
        Path unfinished = path.resolve(UNFINISHED_MARKER);
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
            channel.force(true);
        }
        Files.move(unfinished, path.resolve(MARKER), StandardCopyOption.ATOMIC_MOVE);
        force(path);
        Path parent = path.getParent();
        if (parent != null) {
            force(parent);
        }
        complete = true;
    }

    private static void force(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.debug("The entries of {} cannot be forced to the disk on this system", directory, e);
        }
    }

    /** Lets other processes use the directory. Idempotent. */
    void release() {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("Cannot unlock {}; it is unlocked when the process ends", path, e);
        } finally {
            OPEN.remove(realPath);
        }
    }
}
