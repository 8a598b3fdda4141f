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
package io.github.camelmqttx.internal.canary;

import java.util.ArrayList;
import java.util.List;

import io.github.camelmqttx.internal.topic.TopicFilter;
import org.jspecify.annotations.Nullable;

/**
 * Which filters of a consumer are probed, and where. A filter with wildcards is probed on a topic that nothing else
 * uses. A filter without wildcards names a topic of the application, probes of a Shared Subscription may go to another
 * member of its group, and topics that begin with {@code $} belong to the broker: these are not probed. A consumer that
 * has no other filters gets an additional one, which proves the connection and not the consumer's own filters.
 *
 * @param additionalFilter to be subscribed besides the consumer's filters, or null
 */
public record ProbePlan(List<ProbeTarget> targets, @Nullable String additionalFilter) {

    /** Stands for each wildcard, and is the first level of additional filters. */
    static final String LEVEL = "mqttx-canary";
    /** The longest Client Identifier of which everything is taken over into a topic. */
    private static final int MAX_LEVEL = 256;

    /**
     * @param filters  valid Topic Filters
     * @param clientId the Client Identifier of the session
     */
    public static ProbePlan of(List<String> filters, String clientId) {
        List<ProbeTarget> targets = new ArrayList<>();
        for (String text : filters) {
            TopicFilter filter = TopicFilter.parse(text);
            String topic = topicFor(filter);
            if (topic != null) {
                targets.add(new ProbeTarget(filter, topic));
            }
        }
        if (!targets.isEmpty()) {
            return new ProbePlan(List.copyOf(targets), null);
        }
        String own = LEVEL + "/" + level(clientId);
        return new ProbePlan(List.of(new ProbeTarget(TopicFilter.parse(own), own)), own);
    }

    private static @Nullable String topicFor(TopicFilter filter) {
        if (!filter.hasWildcard() || filter.filter().startsWith("$")) {
            return null;
        }
        List<String> levels = new ArrayList<>();
        for (String level : filter.levels()) {
            levels.add("+".equals(level) || "#".equals(level) ? LEVEL : level);
        }
        return String.join("/", levels);
    }

    /** A Client Identifier as one level of a topic; identifiers that become equal do no harm. */
    private static String level(String clientId) {
        StringBuilder level = new StringBuilder();
        clientId.codePoints().limit(MAX_LEVEL).forEach(c -> level.appendCodePoint(isSafe(c) ? c : '_'));
        return level.toString();
    }

    private static boolean isSafe(int codePoint) {
        return codePoint != '/' && codePoint != '+' && codePoint != '#' && !Character.isISOControl(codePoint)
                && Character.getType(codePoint) != Character.SURROGATE;
    }
}
