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
package io.github.camelmqttx.benchmark.contender;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A contender as named on the command line: {@code name[*callers][?options]}, for example {@code mqttx?client=paho} or
 * {@code paho-mqtt5*16}. With {@code *best} the comparison looks for the number of callers that does best.
 *
 * @param name    name of the contender without callers and options
 * @param callers threads that publish, 0 for "find the best"
 * @param options endpoint options added to the URI, empty if there are none
 */
public record ContenderSpec(String name, int callers, String options) {
    public static final String HIVEMQ = "hivemq-raw";
    public static final String LIMIT = "limit";
    public static final String MQTTX = "mqttx";
    public static final String PAHO = "paho";
    public static final String PAHO_MQTT5 = "paho-mqtt5";

    private static final String OUTBOX = "outbox=";
    private static final Pattern SYNTAX = Pattern.compile("([a-z0-9-]+)(?:\\*(best|[1-9]\\d*))?(?:\\?(.+))?");

    /**
     * @throws IllegalArgumentException if the text is no specification
     */
    public static ContenderSpec parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Expected name[*callers][?options], got " + text);
        }
        String callers = matcher.group(2);
        int count = callers == null ? 1 : "best".equals(callers) ? 0 : Integer.parseInt(callers);
        return new ContenderSpec(matcher.group(1), count, matcher.group(3) == null ? "" : matcher.group(3));
    }

    public ContenderSpec withCallers(int count) {
        return new ContenderSpec(name, count, options);
    }

    /** The same with further endpoint options. */
    public ContenderSpec withOptions(String more) {
        return new ContenderSpec(name, callers, options.isEmpty() ? more : options + "&" + more);
    }

    /** Whether this is about {@code outbox=}, which is measured in a scenario of its own. */
    public boolean isOutbox() {
        return options.startsWith(OUTBOX);
    }

    /** What stands in the report: the whole specification, or the values only if it is about {@code outbox=}. */
    public String label() {
        return isOutbox() ? options.replaceAll("^[^=]+=", "").replaceAll("&[^=]+=", " ") : toString();
    }

    @Override
    public String toString() {
        String suffix = callers == 0 ? "*best" : callers == 1 ? "" : "*" + callers;
        return name + suffix + (options.isEmpty() ? "" : "?" + options);
    }
}
