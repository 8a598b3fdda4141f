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
package io.github.camelmqttx.testbed;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import org.slf4j.event.Level;

/**
 * What is logged between {@link #start()} and {@link #close()}: everything of this project down to TRACE, the rest from
 * INFO on. Thread-safe. Tests that run at the same time see each other's lines.
 */
public final class LogCapture implements AutoCloseable {

    private static final Set<LogCapture> OPEN = ConcurrentHashMap.newKeySet();

    private final List<LogLine> lines = new CopyOnWriteArrayList<>();

    private LogCapture() {
    }

    public static LogCapture start() {
        LogCapture capture = new LogCapture();
        OPEN.add(capture);
        return capture;
    }

    static boolean isAnyOpen() {
        return !OPEN.isEmpty();
    }

    static void logged(LogLine line) {
        OPEN.forEach(capture -> capture.lines.add(line));
    }

    /** Everything so far, in order. */
    public List<LogLine> lines() {
        return List.copyOf(lines);
    }

    /** The messages of one level so far. */
    public List<String> messages(Level level) {
        return lines.stream().filter(line -> line.level() == level).map(LogLine::message).toList();
    }

    /** Messages of WARN and ERROR so far. */
    public List<String> troubles() {
        return lines.stream().filter(line -> line.level().toInt() >= Level.WARN.toInt()).map(LogLine::message).toList();
    }

    /** All of it with stack traces, to look for what must not be there. */
    public String text() {
        return lines.stream().map(LogLine::text).collect(Collectors.joining(System.lineSeparator()));
    }

    @Override
    public void close() {
        OPEN.remove(this);
    }
}
