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
package io.github.camelmqttx.transform;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.camel.Message;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.jspecify.annotations.Nullable;

/**
 * The JSON format of CloudEvents, in which the payload holds attributes and data. Stateless, safe for use by many
 * threads.
 * <p>
 * Spec: CloudEvents JSON format 1.0.2, sections 2.2 and 3.1.
 */
final class JsonEventFormat {

    static final String MEDIA_TYPE = "application/cloudevents+json";

    private static final String DATA = "data";
    private static final String DATA_BASE64 = "data_base64";
    private static final String JSON = "application/json";

    private JsonEventFormat() {
    }

    /**
     * Reads a payload that nothing says the format of: an event is a JSON object with a member {@code specversion}.
     *
     * @param  message                  for the exception
     * @return                          null if it is no event
     * @throws IllegalArgumentException if it begins like a JSON object, mentions {@code specversion} and is not valid
     *                                  JSON, or is an event of which a member has a value that it cannot have
     */
    static @Nullable Event readIfEvent(Message message, byte[] payload) {
        String text = new String(payload, StandardCharsets.UTF_8);
        if (!text.stripLeading().startsWith("{") || !text.contains("\"" + EventHeaders.SPEC_VERSION + "\"")) {
            return null;
        }
        JsonObject json = object(message, payload);
        return json.containsKey(EventHeaders.SPEC_VERSION) ? event(message, json) : null;
    }

    /**
     * Reads a JSON object, without a check of which attributes there are.
     *
     * @param  message                  for the exception
     * @throws IllegalArgumentException if it is not JSON, not an object, or a member has a value that it cannot have
     */
    static Event read(Message message, byte[] payload) {
        return event(message, object(message, payload));
    }

    private static JsonObject object(Message message, byte[] payload) {
        String what = "the payload in structured content mode";
        if (parse(message, payload, StandardCharsets.UTF_8, what) instanceof JsonObject json) {
            return json;
        }
        throw EventHeaders.invalid(message, what + " is not a JSON object");
    }

    private static Event event(Message message, JsonObject json) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        json.forEach((name, value) -> {
            if (value != null && !name.equals(DATA) && !name.equals(DATA_BASE64)) {
                attributes.put(name, attribute(message, name, value));
            }
        });
        if (json.containsKey(DATA) && !attributes.containsKey(EventHeaders.DATA_CONTENT_TYPE)) {
            attributes.put(EventHeaders.DATA_CONTENT_TYPE, JSON);
        }
        return new Event(attributes, data(message, json, attributes.get(EventHeaders.DATA_CONTENT_TYPE)));
    }

    private static Object attribute(Message message, String name, Object value) {
        if (value instanceof String || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Number) {
            String digits = value.toString();
            try {
                return Integer.valueOf(digits);
            } catch (NumberFormatException notAnInteger) {
                throw EventHeaders.invalid(
                        message, "attribute " + name + " is " + digits + ", but a number must be an integer of 32 bits",
                        notAnInteger);
            }
        }
        throw EventHeaders.invalid(message, "attribute " + name + " must be a text, an integer or a boolean");
    }

    private static byte @Nullable [] data(Message message, JsonObject json, @Nullable Object contentType) {
        Object base64 = json.get(DATA_BASE64);
        if (base64 != null && json.containsKey(DATA)) {
            throw EventHeaders.invalid(message, "it has both " + DATA + " and " + DATA_BASE64 + ": only one is allowed");
        }
        if (base64 != null) {
            try {
                return Base64.getDecoder().decode(base64.toString());
            } catch (IllegalArgumentException e) {
                throw EventHeaders.invalid(message, DATA_BASE64 + " is not Base64", e);
            }
        }
        if (!json.containsKey(DATA)) {
            return null;
        }
        Object data = json.get(DATA);
        MediaType type = mediaType(message, String.valueOf(contentType));
        if (type.isJson()) {
            return Jsoner.serialize(data).getBytes(type.charset());
        }
        if (data instanceof String text) {
            return text.getBytes(type.charset());
        }
        throw EventHeaders.invalid(message, DATA + " must be a text, because " + EventHeaders.DATA_CONTENT_TYPE + " is "
                                            + contentType + " and not JSON");
    }

    /**
     * Data becomes a JSON value if {@code datacontenttype} declares JSON, a text if it declares text or XML and the
     * bytes are in its charset, and Base64 otherwise.
     *
     * @param  message                  for the exception
     * @throws IllegalArgumentException if the data is declared to be JSON and is not
     */
    static byte[] write(Message message, Event event) {
        JsonObject json = new JsonObject();
        json.putAll(event.attributes());
        byte[] data = event.data();
        if (data != null) {
            Object contentType = event.attributes().get(EventHeaders.DATA_CONTENT_TYPE);
            MediaType type = contentType == null ? null : mediaType(message, contentType.toString());
            if (type != null && type.isJson()) {
                json.put(DATA, parse(message, data, type.charset(), "the body, whose " + EventHeaders.DATA_CONTENT_TYPE + " is "
                                                                    + contentType + ","));
            } else {
                String text = type != null && type.isText() ? decode(data, type.charset()) : null;
                json.put(text == null ? DATA_BASE64 : DATA, text == null ? Base64.getEncoder().encodeToString(data) : text);
            }
        }
        return Jsoner.serialize(json).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @param  message                  for the exception
     * @throws IllegalArgumentException if this Java does not know the charset
     */
    static MediaType mediaType(Message message, String text) {
        try {
            return MediaType.parse(text);
        } catch (IllegalArgumentException e) {
            throw EventHeaders.invalid(message, "attribute " + EventHeaders.DATA_CONTENT_TYPE + " is " + text
                                                + ", whose charset is unknown",
                    e);
        }
    }

    private static @Nullable Object parse(Message message, byte[] bytes, Charset charset, String what) {
        String text = decode(bytes, charset);
        if (text == null) {
            throw EventHeaders.invalid(message, what + " is not JSON: it is not valid " + charset);
        }
        try {
            return Jsoner.deserialize(text);
        } catch (DeserializationException e) {
            throw EventHeaders.invalid(message, what + " is not valid JSON", e);
        }
    }

    private static @Nullable String decode(byte[] bytes, Charset charset) {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
