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
package io.github.camelmqttx.examples.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Where an example is played: says what happens, waits, checks, and cleans up in the reverse order. Safe for use by
 * several threads.
 */
public final class Stage implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Stage.class.getName());
    private static final int PATIENCE_SECONDS = 60;
    private static final int STEP_MILLIS = 20;

    private final Path directory;
    private final long begin = System.nanoTime();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final List<String> failures = new ArrayList<>();
    private boolean closed;

    Stage(Path directory) {
        this.directory = directory;
    }

    /** For logs and data; it exists. */
    public Path directory() {
        return directory;
    }

    /** A directory in {@link #directory()} that does not exist: what a former run has left is deleted. */
    public Path fresh(String name) throws IOException {
        Path fresh = directory.resolve(name);
        if (Files.exists(fresh)) {
            try (Stream<Path> files = Files.walk(fresh)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        return fresh;
    }

    /** A line for people, with the seconds since the begin. */
    public void say(String line) {
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.println(String.format(Locale.ROOT, "%5.1f s  %s", seconds, line));
    }

    /** Has it closed at the end, or at once if this is the end. */
    public <T extends AutoCloseable> T closeAtEnd(T resource) {
        synchronized (this) {
            if (!closed) {
                open.push(resource);
                return resource;
            }
        }
        close(resource);
        return resource;
    }

    /** @throws IllegalStateException if it is not reached within a minute */
    public void await(String what, BooleanSupplier reached) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("waited " + PATIENCE_SECONDS + " s in vain for " + what);
            }
            TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
        }
    }

    /** Lets time pass. */
    public void pass(long millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
    }

    /** Says whether a claim holds; if not, the example fails. */
    public void check(String claim, boolean holds) {
        System.out.println((holds ? "[ok]     " : "[FAILED] ") + claim);
        if (!holds) {
            synchronized (this) {
                failures.add(claim);
            }
        }
    }

    /** Says how it went, and returns the exit code. */
    synchronized int verdict() {
        if (failures.isEmpty()) {
            System.out.println("result: OK");
            return 0;
        }
        System.out.println("result: FAILED, see " + directory.resolve("example.log"));
        return 1;
    }

    @Override
    public void close() {
        while (true) {
            AutoCloseable next;
            synchronized (this) {
                closed = true;
                next = open.poll();
            }
            if (next == null) {
                return;
            }
            close(next);
        }
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.log(Level.WARNING, "Cannot close " + resource, e);
        }
    }
}
