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
package io.github.camelmqttx.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import org.apache.camel.catalog.SuggestionStrategy;

/**
 * Suggests for a misspelt name the names with the fewest differences, else those that contain it. The component says
 * the same when a route starts. Without state, safe for use by many threads.
 */
public final class SimilarNames implements SuggestionStrategy {

    private static final int MAX_SUGGESTIONS = 3;
    private static final int SHORTEST_PART = 4;

    /**
     * At most three names, in alphabetical order; none if nothing is similar.
     *
     * @param unknown the name as it was written; of a name with a dot the part before it is compared
     */
    @Override
    public String[] suggestEndpointOptions(Set<String> names, String unknown) {
        int dot = unknown.indexOf('.');
        String written = (dot < 0 ? unknown : unknown.substring(0, dot)).toLowerCase(Locale.ROOT);
        List<String> similar = closest(new TreeSet<>(names), written);
        if (similar.isEmpty() && written.length() >= SHORTEST_PART) {
            new TreeSet<>(names).stream().filter(name -> name.toLowerCase(Locale.ROOT).contains(written))
                    .forEach(similar::add);
        }
        return similar.stream().limit(MAX_SUGGESTIONS).toArray(String[]::new);
    }

    private static List<String> closest(Iterable<String> names, String written) {
        List<String> closest = new ArrayList<>();
        int best = 1 + written.length() / 4;
        for (String name : names) {
            int differences = differences(written, name.toLowerCase(Locale.ROOT));
            if (differences < best) {
                best = differences;
                closest.clear();
            }
            if (differences == best) {
                closest.add(name);
            }
        }
        return closest;
    }

    /** How many characters must be inserted, removed, replaced or swapped with their neighbour. */
    private static int differences(String from, String to) {
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
