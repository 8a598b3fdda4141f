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
package io.github.camelmqttx.torture.nemesis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What has happened in a leg. Thread-safe. */
public final class FaultLog {

    private final List<Entry> entries = new ArrayList<>();

    /**
     * A fault that has happened.
     *
     * @param kind        what
     * @param detail      where and how
     * @param beginMillis since the begin of the leg
     * @param endMillis   since the begin of the leg
     * @param happened    false if its occasion did not come, so that it does not count
     */
    public record Entry(FaultKind kind, String detail, long beginMillis, long endMillis, boolean happened) {
    }

    synchronized void add(Entry entry) {
        entries.add(entry);
    }

    /** All of them, by their begin. */
    public synchronized List<Entry> entries() {
        return entries.stream().sorted(Comparator.comparingLong(Entry::beginMillis)).toList();
    }
}
