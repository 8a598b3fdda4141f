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

import io.github.camelmqttx.MqttxTopicException;
import org.jspecify.annotations.Nullable;

/**
 * A valid Topic Filter, with or without a Shared Subscription prefix. Immutable. Two filters are equal if their whole
 * text is equal, so {@code $share/g/a} and {@code a} differ although they match the same topics.
 * <p>
 * Spec: 5.0 [MQTT-4.7.1-1], [MQTT-4.7.1-2], [MQTT-4.7.2-1], [MQTT-4.8.2-1], [MQTT-4.8.2-2]; 3.1.1 [MQTT-4.7.1-2],
 * [MQTT-4.7.1-3], [MQTT-4.7.2-1].
 */
public final class TopicFilter {

    private static final String SHARE_PREFIX = "$share/";
    private static final String KIND = "Topic Filter";

    private final String filter;
    private final @Nullable String shareName;
    private final String matchedFilter;
    private final boolean wildcard;

    private TopicFilter(String filter, @Nullable String shareName, String matchedFilter) {
        this.filter = filter;
        this.shareName = shareName;
        this.matchedFilter = matchedFilter;
        this.wildcard = matchedFilter.indexOf('+') >= 0 || matchedFilter.indexOf('#') >= 0;
    }

    /**
     * @throws MqttxTopicException if the filter is empty, contains U+0000 or an unpaired surrogate, is longer than
     *                             65535 bytes of UTF-8, has {@code #} anywhere but alone in the last level, has
     *                             {@code +} in a level with other characters, or begins with {@code $share/} without a
     *                             share name and a filter after it
     */
    public static TopicFilter parse(String filter) {
        TopicText.check(filter, KIND, true);
        if (!filter.startsWith(SHARE_PREFIX)) {
            checkWildcards(filter, filter);
            return new TopicFilter(filter, null, filter);
        }
        int nameEnd = filter.indexOf('/', SHARE_PREFIX.length());
        String shareName = filter.substring(SHARE_PREFIX.length(), nameEnd < 0 ? filter.length() : nameEnd);
        if (shareName.isEmpty() || shareName.indexOf('+') >= 0 || shareName.indexOf('#') >= 0) {
            throw new MqttxTopicException(
                    filter, "the share name of a Shared Subscription must not be empty nor contain '+' or '#' [MQTT-4.8.2-1] "
                            + "[MQTT-4.8.2-2]",
                    "Write $share/name/filter, for example $share/workers/sensors/#");
        }
        if (nameEnd < 0 || nameEnd == filter.length() - 1) {
            throw new MqttxTopicException(
                    filter, "the share name of a Shared Subscription must be followed by a Topic Filter [MQTT-4.8.2-2]",
                    "Write $share/" + shareName + "/filter, for example $share/" + shareName + "/sensors/#");
        }
        String matched = filter.substring(nameEnd + 1);
        checkWildcards(filter, matched);
        return new TopicFilter(filter, shareName, matched);
    }

    private static void checkWildcards(String whole, String matched) {
        int last = matched.length() - 1;
        for (int i = 0; i <= last; i++) {
            char c = matched.charAt(i);
            boolean alone = (i == 0 || matched.charAt(i - 1) == '/') && (i == last || matched.charAt(i + 1) == '/');
            if (c == '#' && !(alone && i == last)) {
                throw new MqttxTopicException(
                        whole, "'#' must stand alone in the last level of a Topic Filter [MQTT-4.7.1-1]",
                        "Write it as in sensors/#, or use + for one level in the middle");
            }
            if (c == '+' && !alone) {
                throw new MqttxTopicException(
                        whole, "'+' must stand alone in its level of a Topic Filter [MQTT-4.7.1-2]",
                        "Write it as in sensors/+/temperature");
            }
        }
    }

    /**
     * Whether a message published to this topic belongs to the filter; the share name plays no part. Topics that begin
     * with {@code $} are not matched by a filter whose first level is a wildcard. Does not allocate.
     *
     * @param topic a valid Topic Name
     */
    public boolean matches(String topic) {
        if (!wildcard) {
            return matchedFilter.equals(topic);
        }
        if (isHiddenFromWildcards(topic) && isWildcard(matchedFilter.charAt(0))) {
            return false;
        }
        int filterEnd = matchedFilter.length();
        int topicEnd = topic.length();
        int f = 0;
        int t = 0;
        while (f < filterEnd && matchedFilter.charAt(f) != '#') {
            if (matchedFilter.charAt(f) == '+') {
                f++;
                t = levelEnd(topic, t);
            } else {
                int length = levelEnd(matchedFilter, f) - f;
                if (levelEnd(topic, t) - t != length || !matchedFilter.regionMatches(f, topic, t, length)) {
                    return false;
                }
                f += length;
                t += length;
            }
            if (f == filterEnd || t == topicEnd) {
                return t == topicEnd && (f == filterEnd || matchedFilter.startsWith("/#", f));
            }
            f++;
            t++;
        }
        return f < filterEnd || t == topicEnd;
    }

    /** Whether filters that begin with a wildcard pass over the topic. Spec: 5.0 and 3.1.1 [MQTT-4.7.2-1]. */
    static boolean isHiddenFromWildcards(String topic) {
        return topic.startsWith("$");
    }

    private static boolean isWildcard(char c) {
        return c == '+' || c == '#';
    }

    /** Index of the separator that ends the level beginning at the given index, or the length of the text. */
    static int levelEnd(String text, int from) {
        int slash = text.indexOf('/', from);
        return slash < 0 ? text.length() : slash;
    }

    /** The whole text, as it is sent in SUBSCRIBE and UNSUBSCRIBE. */
    public String filter() {
        return filter;
    }

    /** The share name, or null if this is not a Shared Subscription. */
    public @Nullable String shareName() {
        return shareName;
    }

    /** Whether this is a Shared Subscription. */
    public boolean isShared() {
        return shareName != null;
    }

    /** The part that topics are compared with: the text without {@code $share/name/}. */
    public String matchedFilter() {
        return matchedFilter;
    }

    /** The levels of {@link #matchedFilter()}; at least one, each may be empty. Made anew by each call. */
    public List<String> levels() {
        return List.of(matchedFilter.split("/", -1));
    }

    /** Whether {@link #matchedFilter()} contains {@code +} or {@code #}. */
    public boolean hasWildcard() {
        return wildcard;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TopicFilter that && filter.equals(that.filter);
    }

    @Override
    public int hashCode() {
        return filter.hashCode();
    }

    @Override
    public String toString() {
        return filter;
    }
}
