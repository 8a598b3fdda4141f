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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.camelmqttx.MqttxTopicException;

/**
 * Reads the path of an endpoint URI, the part after {@code mqttx:}. Stateless, safe for use by many threads.
 * <p>
 * Notation: a single comma separates filters, two commas are one comma inside a topic, read from the left (so
 * {@code a,,,b} is {@code a,} and {@code b}). A filter may end in {@code ;qos=0}, {@code ;qos=1} or {@code ;qos=2}; a
 * semicolon elsewhere is part of the topic. Blanks are part of a topic too, as in MQTT, but next to a separator they
 * are refused because there they are nearly always a mistake that would subscribe to a topic nobody publishes to.
 */
public final class TopicPath {

    private static final Pattern QOS_SUFFIX = Pattern.compile("\\s*;\\s*qos\\s*=[^/;]*$", Pattern.CASE_INSENSITIVE);
    private static final Pattern EXACT_QOS_SUFFIX = Pattern.compile(";qos=[012]", Pattern.CASE_INSENSITIVE);
    private static final String BY_HEADER = "set the topic in the header CamelMqttxOverrideTopic";

    private TopicPath() {
    }

    /**
     * The subscriptions of a consumer's path in the order written, at least one, each filter once (a filter written
     * twice with the same QoS counts once). The list is immutable.
     *
     * @throws MqttxTopicException if the path or one of its filters is empty, a filter is not a valid Topic Filter, a
     *                             QoS is not 0, 1 or 2, a filter occurs twice with different QoS, or a blank stands
     *                             next to a separator
     */
    public static List<FilterSpec> parse(String path) {
        List<String> parts = split(path);
        Map<String, FilterSpec> specs = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            checkBlanks(path, part, i > 0, i < parts.size() - 1);
            FilterSpec spec = parseFilter(path, part);
            FilterSpec earlier = specs.putIfAbsent(spec.filter(), spec);
            if (earlier != null && earlier.qos() != spec.qos()) {
                throw new MqttxTopicException(
                        path, "the filter " + spec.filter() + " is written twice with different QoS", "Write it once");
            }
        }
        return List.copyOf(specs.values());
    }

    /**
     * The Topic Name of a producer's path, with {@code ,,} resolved to a comma.
     *
     * @throws MqttxTopicException if the path names more than one topic, ends in a {@code ;qos=} suffix, or is not a
     *                             valid Topic Name
     */
    public static String topicOf(String path) {
        List<String> parts = split(path);
        if (parts.size() > 1) {
            throw new MqttxTopicException(
                    path, "a producer publishes to one topic, and a single comma separates topics",
                    "Write ,, for a comma inside the topic, or " + BY_HEADER);
        }
        String topic = parts.get(0);
        if (QOS_SUFFIX.matcher(topic).find()) {
            throw new MqttxTopicException(
                    path, "the suffix ;qos= is for the filters of a consumer",
                    "Use the option qos of the endpoint; if the topic really ends like this, " + BY_HEADER);
        }
        return TopicName.validate(topic);
    }

    private static List<String> split(String path) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c != ',') {
                part.append(c);
            } else if (path.startsWith(",,", i)) {
                part.append(c);
                i++;
            } else {
                parts.add(part.toString());
                part.setLength(0);
            }
        }
        parts.add(part.toString());
        return parts;
    }

    private static void checkBlanks(String path, String part, boolean separatorBefore, boolean separatorAfter) {
        if (part.isBlank() && (separatorBefore || separatorAfter)) {
            throw new MqttxTopicException(
                    path, "there is an empty filter before or after a single comma",
                    "Remove the comma, or write ,, for a comma inside a topic");
        }
        if (separatorBefore && !part.equals(part.stripLeading()) || separatorAfter && !part.equals(part.stripTrailing())) {
            throw new MqttxTopicException(
                    path, "there is a blank next to the comma that separates filters", "Remove the blank");
        }
    }

    private static FilterSpec parseFilter(String path, String part) {
        Matcher suffix = QOS_SUFFIX.matcher(part);
        if (!suffix.find()) {
            return new FilterSpec(part, FilterSpec.QOS_OF_ENDPOINT);
        }
        String filter = part.substring(0, suffix.start());
        if (!EXACT_QOS_SUFFIX.matcher(suffix.group()).matches() || QOS_SUFFIX.matcher(filter).find()) {
            throw new MqttxTopicException(
                    path, "a filter may end in one suffix ;qos=0, ;qos=1 or ;qos=2, written without blanks",
                    "Correct the suffix, or leave it out to use the option qos of the endpoint");
        }
        return new FilterSpec(filter, part.charAt(part.length() - 1) - '0');
    }
}
