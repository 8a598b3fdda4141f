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
package io.github.camelmqttx.examples.quickstart;

import java.util.Locale;

import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/**
 * What a message of the quickstart says, as JSON on the wire.
 *
 * @param run      tells the messages of this run from those of others on the same broker
 * @param flow     what kind of message it is
 * @param sequence number within the flow, from 1
 * @param device   the device that sends or is meant
 * @param celsius  temperature of the device
 */
record Note(String run, Flow flow, long sequence, String device, double celsius) {

    /** @throws IllegalArgumentException if the text is not such a message */
    static Note parse(String json) {
        try {
            JsonObject fields = (JsonObject) Jsoner.deserialize(json);
            return new Note(
                    fields.getString("run"), Flow.valueOf(fields.getString("flow")), fields.getLong("sequence"),
                    fields.getString("device"), fields.getDouble("celsius"));
        } catch (DeserializationException | ClassCastException | NullPointerException e) {
            throw new IllegalArgumentException("Not a message of the quickstart: " + json, e);
        }
    }

    String json() {
        return String.format(Locale.ROOT, "{\"run\":\"%s\",\"flow\":\"%s\",\"sequence\":%d,\"device\":\"%s\",\"celsius\":%.1f}",
                run, flow, sequence, device, celsius);
    }
}
