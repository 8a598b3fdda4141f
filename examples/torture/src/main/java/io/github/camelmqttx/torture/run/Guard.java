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
package io.github.camelmqttx.torture.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Lets no child outlive this JVM, also when this JVM is killed or the child is frozen: a shell per child waits for the
 * end of its input, which comes with the end of this JVM, and then kills the child.
 */
final class Guard {

    private static final Set<Long> GUARDED = ConcurrentHashMap.newKeySet();

    private Guard() {
    }

    /** Guards each child of this JVM that is not guarded yet. */
    static void guardChildren() {
        ProcessHandle.current().children()
                .filter(child -> !child.info().command().orElse("").endsWith("sh"))
                .filter(child -> GUARDED.add(child.pid()))
                .forEach(Guard::guard);
    }

    private static void guard(ProcessHandle child) {
        try {
            Process guard = new ProcessBuilder("/bin/sh", "-c", "read line; kill -KILL " + child.pid()).start();
            child.onExit().thenRun(() -> {
                guard.destroyForcibly();
                GUARDED.remove(child.pid());
            });
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot guard the process " + child.pid(), e);
        }
    }

    /** Sends a signal, {@code STOP} or {@code CONT}. */
    static void signal(Process process, String signal) {
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + process.pid()).start().waitFor(5, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot send SIG" + signal + " to " + process.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
