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
package io.github.camelmqttx.benchmark;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Command line options of the form {@code --name value}. */
public final class Options {
    private final Map<String, String> values = new HashMap<>();

    /**
     * @throws IllegalArgumentException if the arguments are not pairs of {@code --name} and value
     */
    public Options(List<String> arguments) {
        if (arguments.size() % 2 != 0) {
            throw new IllegalArgumentException("Options come in pairs --name value, got " + arguments);
        }
        for (int i = 0; i < arguments.size(); i += 2) {
            if (!arguments.get(i).startsWith("--")) {
                throw new IllegalArgumentException("Expected an option --name, got " + arguments.get(i));
            }
            values.put(arguments.get(i).substring(2), arguments.get(i + 1));
        }
    }

    public String text(String name, String absent) {
        return values.getOrDefault(name, absent);
    }

    /** The parts of a comma-separated value. */
    public List<String> list(String name, String absent) {
        return List.of(text(name, absent).split(","));
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public int integer(String name, int absent) {
        return values.containsKey(name) ? Integer.parseInt(values.get(name)) : absent;
    }

    public long number(String name, long absent) {
        return values.containsKey(name) ? Long.parseLong(values.get(name)) : absent;
    }

    public double decimal(String name, double absent) {
        return values.containsKey(name) ? Double.parseDouble(values.get(name)) : absent;
    }

    /**
     * The value of {@code --broker}, {@code host:port}.
     *
     * @throws IllegalArgumentException if it is missing or has another form
     */
    public InetSocketAddress broker() {
        return address(text("broker", ""));
    }

    /**
     * @throws IllegalArgumentException if the text is not {@code host:port}
     */
    public static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException("Expected a broker as host:port, got \"" + text + "\"");
        }
        return new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }
}
