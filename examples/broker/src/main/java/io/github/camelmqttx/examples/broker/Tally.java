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

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The books: which numbered messages of a stream were sent and which have arrived, how often, and in which order. A
 * stream is one sender's messages of one kind, numbered upwards. Safe for use by several threads.
 */
public final class Tally {

    private static final class Stream {

        private final Set<Long> sent = new TreeSet<>();
        private final Map<Long, Integer> arrived = new HashMap<>();
        private long highest = Long.MIN_VALUE;
        private int late;
    }

    private final Map<String, Stream> streams = new HashMap<>();

    /** A message that must arrive: the sender was told that somebody keeps it. */
    public synchronized void sent(String stream, long number) {
        stream(stream).sent.add(number);
    }

    /** Returns whether this is its first arrival. */
    public synchronized boolean arrived(String stream, long number) {
        Stream books = stream(stream);
        boolean first = books.arrived.merge(number, 1, Integer::sum) == 1;
        if (first && number < books.highest) {
            books.late++;
        }
        books.highest = Math.max(books.highest, number);
        return first;
    }

    public synchronized Figures figures(String stream) {
        Stream books = stream(stream);
        long missing = books.sent.stream().filter(number -> !books.arrived.containsKey(number)).count();
        int arrivals = books.arrived.values().stream().mapToInt(Integer::intValue).sum();
        return new Figures(
                books.sent.size(), books.arrived.size(), arrivals - books.arrived.size(), (int) missing, books.late);
    }

    /** Of all streams. */
    public synchronized Figures total() {
        Figures total = new Figures(0, 0, 0, 0, 0);
        for (String stream : streams.keySet()) {
            total = total.plus(figures(stream));
        }
        return total;
    }

    private Stream stream(String name) {
        return streams.computeIfAbsent(name, key -> new Stream());
    }
}
