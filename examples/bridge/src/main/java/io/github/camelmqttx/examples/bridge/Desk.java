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
package io.github.camelmqttx.examples.bridge;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.apache.camel.Body;
import org.apache.camel.Header;

/** Counts what the routes do. Safe for use by several threads. */
public final class Desk {

    private final AtomicInteger attempts = new AtomicInteger();
    private final Set<Long> numbers = ConcurrentHashMap.newKeySet();
    private final Map<Long, String> failed = new ConcurrentSkipListMap<>();
    private final Consumer<String> lines;

    /** @param lines takes a line for people about each reading that the database has refused */
    Desk(Consumer<String> lines) {
        this.lines = lines;
    }

    /** A reading is going to be stored, for the first time or again. */
    public void attempted(@Header("number") long number) {
        attempts.incrementAndGet();
        numbers.add(number);
    }

    /** A reading will never be stored. */
    public void failed(@Header("number") long number, @Header("reason") String reason, @Body String reading) {
        if (failed.put(number, reading) == null) {
            String line = reason.lines().findFirst().orElse("");
            lines.accept("    reading " + number + ", '" + reading + "', is refused: " + line);
        }
    }

    int attempts() {
        return attempts.get();
    }

    /** How often a reading was tried that had been tried before. */
    int repetitions() {
        return attempts.get() - numbers.size();
    }

    /** Number and content of the readings that were refused. */
    Map<Long, String> failed() {
        return failed;
    }
}
