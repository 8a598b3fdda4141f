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
package io.github.camelmqttx.examples.yamljbang;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the routes have said: which numbers the oven sends, and which of them the plant receives.
 *
 * <p>
 * Safe for use by several threads.
 */
final class Books {

    private static final Pattern ENTRY = Pattern.compile("\\b(sends|receives) (\\d+)(?: of |$)");

    private final Set<Long> sent = new HashSet<>();
    private final Set<Long> received = new HashSet<>();
    private int duplicates;

    /** Reads a line of the log; lines of others are ignored. */
    synchronized void read(String line) {
        Matcher entry = ENTRY.matcher(line);
        if (entry.find()) {
            Long number = Long.valueOf(entry.group(2));
            if (entry.group(1).equals("sends")) {
                sent.add(number);
            } else if (!received.add(number)) {
                duplicates++;
            }
        }
    }

    synchronized int sent() {
        return sent.size();
    }

    synchronized int received() {
        return received.size();
    }

    synchronized int duplicates() {
        return duplicates;
    }

    /** What was sent and has not been received, in order. */
    synchronized Set<Long> missing() {
        Set<Long> missing = new TreeSet<>(sent);
        missing.removeAll(received);
        return missing;
    }
}
