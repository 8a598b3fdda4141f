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
package io.github.camelmqttx.internal.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Which names may be meant by a misspelt one. Without regard to upper and lower case. */
public final class SimilarNames {

    private static final int MAX_SUGGESTIONS = 3;

    private SimilarNames() {
    }

    /**
     * The known names with the fewest differences, else those that contain the name; at most three, in alphabetical
     * order.
     *
     * @param name  as it was written; of a name with a dot the part before it and the dot are compared
     * @param known a prefix of a family of names ends with a dot
     */
    public static List<String> of(String name, Collection<String> known) {
        int dot = name.indexOf('.');
        String begin = (dot < 0 ? name : name.substring(0, dot + 1)).toLowerCase(Locale.ROOT);
        List<String> close = new ArrayList<>();
        int best = 1 + begin.length() / 4;
        for (String option : new TreeSet<>(known)) {
            int distance = distance(begin, option.toLowerCase(Locale.ROOT));
            if (distance < best) {
                best = distance;
                close.clear();
            }
            if (distance == best) {
                close.add(option);
            }
        }
        if (close.isEmpty() && begin.length() > 3) {
            new TreeSet<>(known).stream().filter(option -> option.toLowerCase(Locale.ROOT).contains(begin)).forEach(close::add);
        }
        return close.size() <= MAX_SUGGESTIONS ? close : close.subList(0, MAX_SUGGESTIONS);
    }

    /**
     * How many characters must be inserted, removed, replaced or swapped with their neighbour to get from one to the
     * other.
     */
    private static int distance(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, from, to, i, j);
            }
        }
        return cost[from.length()][to.length()];
    }

    private static int cheapest(int[][] cost, String from, String to, int i, int j) {
        int replaced = cost[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }
}
