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
package io.github.camelmqttx.internal.binding;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.camelmqttx.MqttxConstants;
import io.github.camelmqttx.internal.config.SimilarNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of headers of a publish whose names begin like ours and that do not exist, such as a misspelt one: they have no
 * effect, and the header filter drops them. Each name is said once, and no more than {@value #MAX_NAMES} names, as
 * names may come from data. Headers of received messages are no mistake: a route that goes from one topic to another
 * carries them along. Safe for use by many threads.
 */
public final class UnknownHeaders {

    static final int MAX_NAMES = 100;

    private static final Logger LOG = LoggerFactory.getLogger(UnknownHeaders.class);
    private static final String PREFIX = "CamelMqttx";

    /** What a producer obeys. */
    private static final List<String> OBEYED = List.of(
            MqttxConstants.OVERRIDE_TOPIC, MqttxConstants.OVERRIDE_QOS, MqttxConstants.OVERRIDE_RETAINED,
            MqttxConstants.PAYLOAD_FORMAT_INDICATOR, MqttxConstants.MESSAGE_EXPIRY_INTERVAL, MqttxConstants.CONTENT_TYPE,
            MqttxConstants.RESPONSE_TOPIC, MqttxConstants.CORRELATION_DATA);
    private static final List<String> RECEIVED = List.of(
            MqttxConstants.TOPIC, MqttxConstants.MESSAGE_ID, MqttxConstants.QOS, MqttxConstants.DUPLICATE,
            MqttxConstants.REDELIVERY_COUNTER, MqttxConstants.RETAINED, MqttxConstants.MANUAL_ACKNOWLEDGEMENT);

    /** As they are spelt and in lower case, because the case does not matter and is mostly right. */
    private static final Set<String> KNOWN = spellings();

    private final Set<String> said = ConcurrentHashMap.newKeySet();

    private static Set<String> spellings() {
        Set<String> spellings = ConcurrentHashMap.newKeySet();
        for (List<String> names : List.of(OBEYED, RECEIVED)) {
            for (String name : names) {
                spellings.add(name);
                spellings.add(name.toLowerCase(Locale.ROOT));
            }
        }
        return Set.copyOf(spellings);
    }

    /** @param topic where the message goes, for the text */
    void look(Map<String, Object> headers, String topic) {
        for (String name : headers.keySet()) {
            if (name.regionMatches(true, 0, PREFIX, 0, PREFIX.length()) && !KNOWN.contains(name)
                    && !KNOWN.contains(name.toLowerCase(Locale.ROOT)) && said.size() < MAX_NAMES && said.add(name)) {
                LOG.warn("Header {} is unknown and has no effect on the publish to topic '{}': {}. Said once for this name.",
                        name, topic, hint(name));
            }
        }
    }

    private static String hint(String name) {
        List<String> rests = new ArrayList<>();
        OBEYED.forEach(header -> rests.add(header.substring(PREFIX.length())));
        List<String> similar = SimilarNames.of(name.substring(PREFIX.length()), rests);
        return similar.isEmpty()
                ? "remove it; a publish obeys " + String.join(", ", OBEYED)
                : "did you mean " + PREFIX + String.join(" or " + PREFIX, similar) + "?";
    }
}
