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
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Collects what is wrong with an endpoint, one line each. Values of secret options must not be handed in. */
final class Mistakes {

    private final List<String> lines = new ArrayList<>();

    void add(String line) {
        lines.add(line);
    }

    void addIf(boolean wrong, String line) {
        if (wrong) {
            lines.add(line);
        }
    }

    void range(String option, long value, long min, long max, String unit) {
        if (value < min || value > max) {
            add(option + "=" + value + " is out of range: use " + min + " to " + max + " " + unit);
        }
    }

    void atLeast(String option, long value, long min, String unit) {
        if (value < min) {
            add(option + "=" + value + " is too small: use " + min + " or more " + unit);
        }
    }

    void oneOf(String option, String value, String... allowed) {
        if (!List.of(allowed).contains(value)) {
            add(option + "=" + value + " is unknown: use " + String.join(", ", allowed));
        }
    }

    /** Runs a check that reports a mistake by an exception whose message names the value and what to do. */
    void run(String option, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException e) {
            String text = String.valueOf(e.getMessage());
            add(text.startsWith(option) ? text : option + ": " + text);
        }
    }

    /** @throws IllegalArgumentException with all lines if there are any */
    void throwIfAny(String endpoint) {
        if (lines.isEmpty()) {
            return;
        }
        String count = lines.size() == 1
                ? "there is a mistake in its options" : "there are " + lines.size() + " mistakes in its options";
        throw new IllegalArgumentException(
                "Cannot start " + endpoint + ", " + count + ":" + System.lineSeparator() + "  - "
                                           + String.join(System.lineSeparator() + "  - ", lines));
    }

    /** One line alone, or several under a heading with their number. */
    static String text(List<String> lines) {
        String separator = System.lineSeparator() + "  - ";
        return lines.size() == 1
                ? lines.get(0) : lines.size() + " mistakes in the options:" + separator + String.join(separator, lines);
    }

    static boolean isGiven(@Nullable String value) {
        return value != null && !value.isEmpty();
    }
}
