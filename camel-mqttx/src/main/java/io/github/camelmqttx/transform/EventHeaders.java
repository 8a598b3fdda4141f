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

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.github.camelmqttx.MqttxConstants;
import org.apache.camel.Message;
import org.apache.camel.cloudevents.CloudEvent;
import org.apache.camel.cloudevents.CloudEvents;
import org.jspecify.annotations.Nullable;

/**
 * Context attributes of a CloudEvent as Camel's {@code CamelCloudEvent…} headers, and back. Stateless, safe for use by
 * many threads.
 * <p>
 * Extensions are a {@code Map} from name to value in the header {@code CamelCloudEventExtensions}.
 * <p>
 * Spec: CloudEvents 1.0.2, section "Context Attributes"; MQTT binding 1.0.2, section 3.1.3.
 */
final class EventHeaders {

    static final String SPEC_VERSION = "specversion";
    static final String DATA_CONTENT_TYPE = "datacontenttype";
    static final String ID = "id";
    static final String SOURCE = "source";
    static final String TYPE = "type";
    static final String SUBJECT = "subject";
    static final String TIME = "time";

    private static final List<String> REQUIRED = List.of(SPEC_VERSION, ID, SOURCE, TYPE);
    private static final String VERSION_1 = "1.0";
    private static final Map<String, String> HEADERS = headers();

    private EventHeaders() {
    }

    private static Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(SPEC_VERSION, CloudEvent.CAMEL_CLOUD_EVENT_VERSION);
        headers.put(ID, CloudEvent.CAMEL_CLOUD_EVENT_ID);
        headers.put(SOURCE, CloudEvent.CAMEL_CLOUD_EVENT_SOURCE);
        headers.put(TYPE, CloudEvent.CAMEL_CLOUD_EVENT_TYPE);
        headers.put(SUBJECT, CloudEvent.CAMEL_CLOUD_EVENT_SUBJECT);
        headers.put(TIME, CloudEvent.CAMEL_CLOUD_EVENT_TIME);
        headers.put("dataschema", CloudEvent.CAMEL_CLOUD_EVENT_SCHEMA_URL);
        headers.put(DATA_CONTENT_TYPE, CloudEvent.CAMEL_CLOUD_EVENT_DATA_CONTENT_TYPE);
        return headers;
    }

    /**
     * The attributes of an event in binary content mode: its Content Type, and each header that can be an attribute. A
     * header can be one if its name consists of lower-case letters and digits.
     *
     * @throws IllegalArgumentException if a name of the specification occurs more than once
     */
    static Map<String, Object> ofUserProperties(Message message) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (String name : HEADERS.keySet()) {
            Object value = message.getHeader(name);
            if (value instanceof List<?>) {
                throw invalid(message, "attribute " + name + " occurs more than once among the User Properties");
            }
            if (value != null) {
                attributes.put(name, value.toString());
            }
        }
        String contentType = message.getHeader(MqttxConstants.CONTENT_TYPE, String.class);
        if (contentType != null) {
            attributes.put(DATA_CONTENT_TYPE, contentType);
        }
        message.getHeaders().forEach((name, value) -> {
            if (isExtension(name) && (value instanceof String || value instanceof Boolean || value instanceof Integer)) {
                attributes.put(name, value);
            }
        });
        return attributes;
    }

    /**
     * Sets Camel's headers, and removes those of Camel's headers that the event has no attribute for, and what binary
     * content mode has as User Properties.
     *
     * @throws IllegalArgumentException if a required attribute is missing, or one cannot be what it is
     */
    static void receive(Message message, Map<String, Object> attributes) {
        Map<String, Object> extensions = checkedExtensions(message, attributes);
        for (String name : REQUIRED) {
            if (!(attributes.get(name) instanceof String) || isBlank(attributes.get(name))) {
                throw invalid(message,
                        "required attribute " + name + " is missing, empty or not a text; the publisher must set it");
            }
        }
        checkVersion(message, attributes.get(SPEC_VERSION));
        HEADERS.forEach((name, header) -> {
            message.removeHeader(name);
            set(message, header, attributes.get(name));
        });
        message.setHeader(CloudEvent.CAMEL_CLOUD_EVENT_VERSION, VERSION_1);
        set(message, CloudEvent.CAMEL_CLOUD_EVENT_EXTENSIONS, extensions.isEmpty() ? null : extensions);
    }

    private static void set(Message message, String header, @Nullable Object value) {
        if (value == null) {
            message.removeHeader(header);
        } else {
            message.setHeader(header, value);
        }
    }

    /** Without names that begin with camel, which a publisher must not be able to set. */
    private static Map<String, Object> checkedExtensions(Message message, Map<String, Object> attributes) {
        Map<String, Object> extensions = new TreeMap<>();
        attributes.forEach((name, value) -> {
            if (HEADERS.containsKey(name)) {
                return;
            }
            if (!isExtension(name) && !isCamels(name)) {
                throw invalid(message, "attribute name " + name + " is not allowed: use lower-case letters and digits");
            }
            if (!isCamels(name)) {
                extensions.put(name, value);
            }
        });
        return extensions;
    }

    /**
     * The attributes that the headers of a message describe, of an event that is to be sent. Without headers the ID is
     * that of the exchange, the time is when it was created, and type and source are Camel's defaults.
     *
     * @throws IllegalArgumentException if a required attribute is empty, or an extension has an impossible name
     */
    static Map<String, Object> ofMessage(Message message) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        HEADERS.forEach((name, header) -> {
            Object value = message.getHeader(header);
            if (value != null) {
                attributes.put(name, text(value));
            }
        });
        checkVersion(message, attributes.getOrDefault(SPEC_VERSION, VERSION_1));
        attributes.put(SPEC_VERSION, VERSION_1);
        attributes.putIfAbsent(ID, message.getExchange().getExchangeId());
        attributes.putIfAbsent(SOURCE, CloudEvent.DEFAULT_CAMEL_CLOUD_EVENT_SOURCE);
        attributes.putIfAbsent(TYPE, CloudEvent.DEFAULT_CAMEL_CLOUD_EVENT_TYPE);
        attributes.putIfAbsent(TIME, CloudEvents.v1_0.getEventTime(message.getExchange()));
        String contentType = contentType(message);
        if (contentType != null) {
            attributes.putIfAbsent(DATA_CONTENT_TYPE, contentType);
        }
        for (String name : REQUIRED) {
            if (isBlank(attributes.get(name))) {
                throw invalid(message, "required attribute " + name + " is empty: set the header " + HEADERS.get(name));
            }
        }
        attributes.values().removeIf(EventHeaders::isBlank);
        attributes.putAll(extensionsToSend(message));
        return attributes;
    }

    private static Map<String, Object> extensionsToSend(Message message) {
        Map<String, Object> extensions = new TreeMap<>();
        Object header = message.getHeader(CloudEvent.CAMEL_CLOUD_EVENT_EXTENSIONS);
        if (header == null) {
            return extensions;
        }
        if (!(header instanceof Map<?, ?> given)) {
            throw invalid(message, "header " + CloudEvent.CAMEL_CLOUD_EVENT_EXTENSIONS + " is a " + header.getClass().getName()
                                   + ", but must be a Map from the names of extension attributes to their values");
        }
        given.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (!isExtension(name)) {
                throw invalid(message, "extension attribute " + name + " in header " + CloudEvent.CAMEL_CLOUD_EVENT_EXTENSIONS
                                       + " is not allowed: use lower-case letters and digits, no name of the specification,"
                                       + " and none that begins with camel");
            }
            if (value != null) {
                extensions.put(name, value instanceof Boolean || value instanceof Integer ? value : text(value));
            }
        });
        return extensions;
    }

    private static @Nullable String contentType(Message message) {
        for (String header : List.of(MqttxConstants.CONTENT_TYPE, CloudEvent.CAMEL_CLOUD_EVENT_CONTENT_TYPE)) {
            String contentType = message.getHeader(header, String.class);
            if (contentType != null && !MediaType.isCloudEvents(contentType)) {
                return contentType;
            }
        }
        return null;
    }

    private static void checkVersion(Message message, @Nullable Object version) {
        for (CloudEvents known : CloudEvents.values()) {
            if (known.version().equals(version)) {
                return;
            }
        }
        throw invalid(message, "attribute " + SPEC_VERSION + " is " + version + ", but only " + VERSION_1 + " is supported");
    }

    private static boolean isBlank(@Nullable Object value) {
        return value == null || value.toString().isBlank();
    }

    private static boolean isExtension(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9')
                && !name.equals("data") && !HEADERS.containsKey(name) && !isCamels(name);
    }

    private static boolean isCamels(String name) {
        return name.toLowerCase(Locale.ROOT).startsWith("camel");
    }

    /** Spec: CloudEvents 1.0.2, section "Type System": the canonical string of a value. */
    private static String text(Object value) {
        if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        if (value instanceof Date date) {
            return Instant.ofEpochMilli(date.getTime()).toString();
        }
        if (value instanceof ZonedDateTime || value instanceof OffsetDateTime) {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format((TemporalAccessor) value);
        }
        return value.toString();
    }

    /** Names the topic of the message, as far as it is known. */
    static IllegalArgumentException invalid(Message message, String problem) {
        return invalid(message, problem, null);
    }

    static IllegalArgumentException invalid(Message message, String problem, @Nullable Throwable cause) {
        Object topic = message.getHeader(MqttxConstants.OVERRIDE_TOPIC);
        if (topic == null) {
            topic = message.getHeader(MqttxConstants.TOPIC);
        }
        return new IllegalArgumentException(
                "CloudEvent" + (topic == null ? "" : " of topic '" + topic + "'") + ": " + problem, cause);
    }
}
