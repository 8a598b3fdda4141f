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
package io.github.camelmqttx.torture;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Command line options of the form {@code --name value}. */
public final class Options {
    private final Map<String, String> values = new LinkedHashMap<>();

    /**
     * @throws IllegalArgumentException if the words are not pairs of {@code --name} and value
     */
    public Options(List<String> words) {
        if (words.size() % 2 != 0) {
            throw new IllegalArgumentException("Options come in pairs --name value, got " + words);
        }
        for (int i = 0; i < words.size(); i += 2) {
            if (!words.get(i).startsWith("--")) {
                throw new IllegalArgumentException("Expected an option --name, got " + words.get(i));
            }
            values.put(words.get(i).substring(2), words.get(i + 1));
        }
    }

    /** From one string with blanks in between. */
    public static Options parse(String text) {
        return new Options(Arrays.stream(text.trim().split("\\s+")).filter(word -> !word.isEmpty()).toList());
    }

    public String text(String name, String absent) {
        return values.getOrDefault(name, absent);
    }

    /**
     * @throws IllegalArgumentException if the option is missing
     */
    public String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The option --" + name + " is missing");
        }
        return value;
    }

    /** The parts of a comma-separated value. */
    public List<String> list(String name, String absent) {
        return Arrays.stream(text(name, absent).split(",")).map(String::trim).filter(part -> !part.isEmpty()).toList();
    }

    public int integer(String name, int absent) {
        return values.containsKey(name) ? Integer.parseInt(text(name)) : absent;
    }

    public long number(String name, long absent) {
        return values.containsKey(name) ? Long.parseLong(text(name)) : absent;
    }

    public double decimal(String name, double absent) {
        return values.containsKey(name) ? Double.parseDouble(text(name)) : absent;
    }

    /** What was given, in order. */
    public Map<String, String> all() {
        return Map.copyOf(values);
    }
}
