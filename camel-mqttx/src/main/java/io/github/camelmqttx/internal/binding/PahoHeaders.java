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

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

import io.github.camelmqttx.MqttxConstants;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

import static java.util.Map.entry;

/**
 * The headers by which camel-paho and camel-paho-mqtt5 override topic, QoS and Retain, as synonyms: a route that comes
 * from there must not publish to the wrong topic because a header is not understood. Ours win where both are set, then
 * those of camel-paho-mqtt5.
 */
final class PahoHeaders {

    private static final String BEGIN = "CamelPaho";
    private static final List<Map.Entry<String, String>> OURS = List.of(
            entry("CamelPahoMqtt5OverrideTopic", MqttxConstants.OVERRIDE_TOPIC),
            entry("CamelPahoOverrideTopic", MqttxConstants.OVERRIDE_TOPIC),
            entry("CamelPahoMqtt5Qos", MqttxConstants.OVERRIDE_QOS),
            entry("CamelPahoQos", MqttxConstants.OVERRIDE_QOS),
            entry("CamelPahoMqtt5Retained", MqttxConstants.OVERRIDE_RETAINED),
            entry("CamelPahoRetained", MqttxConstants.OVERRIDE_RETAINED));

    private PahoHeaders() {
    }

    /** Renames those headers. One look-up if there are none, with Camel's own header map. */
    static void translate(Message message) {
        if (!mayHaveThem(message.getHeaders())) {
            return;
        }
        for (Map.Entry<String, String> name : OURS) {
            Object value = message.removeHeader(name.getKey());
            if (value != null && message.getHeader(name.getValue()) == null) {
                message.setHeader(name.getValue(), value);
            }
        }
    }

    private static boolean mayHaveThem(Map<String, Object> headers) {
        if (headers instanceof NavigableMap<String, Object> sorted) {
            return isTheirs(sorted.ceilingKey(BEGIN));
        }
        return headers.keySet().stream().anyMatch(PahoHeaders::isTheirs);
    }

    private static boolean isTheirs(@Nullable String name) {
        return name != null && name.regionMatches(true, 0, BEGIN, 0, BEGIN.length());
    }
}
