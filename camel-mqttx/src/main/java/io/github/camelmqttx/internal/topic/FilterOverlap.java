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
package io.github.camelmqttx.internal.topic;

import java.util.List;

/** Whether two Topic Filters can match the same Topic Name. Pure. */
public final class FilterOverlap {

    private FilterOverlap() {
    }

    /**
     * Whether there is a Topic Name that both filters match; the share name of shared subscriptions is left aside.
     * Takes the empty text for a Topic Name, so that {@code /#} and {@code +} overlap.
     */
    public static boolean overlap(TopicFilter one, TopicFilter other) {
        List<String> a = one.levels();
        List<String> b = other.levels();
        int i = 0;
        while (i < a.size() && i < b.size()) {
            String left = a.get(i);
            String right = b.get(i);
            if ("#".equals(left) || "#".equals(right)) {
                return i > 0 || !startsWithDollar(left) && !startsWithDollar(right);
            }
            boolean wildcard = "+".equals(left) || "+".equals(right);
            if (!wildcard && !left.equals(right) || wildcard && i == 0 && (startsWithDollar(left) || startsWithDollar(right))) {
                return false;
            }
            i++;
        }
        return a.size() == b.size()
                || "#".equals(a.size() > b.size() ? a.get(i) : b.get(i)) && Math.abs(a.size() - b.size()) == 1;
    }

    private static boolean startsWithDollar(String level) {
        return level.startsWith("$");
    }
}
