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

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.camelmqttx.MqttxConstants;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.cloudevents.CloudEvent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.DataType;
import org.apache.camel.spi.Transformer;
import org.apache.camel.spi.TransformerKey;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CloudEventsTest {

    private static final String RECEIVED = "mqttx:application-cloudevents";
    private static final String BINARY = "mqttx:cloudevents-binary";
    private static final String STRUCTURED = "mqttx:cloudevents-structured";
    private static final String JSON = "application/cloudevents+json; charset=utf-8";
    private static final String REQUIRED = "\"specversion\":\"1.0\",\"id\":\"7\",\"source\":\"/plant\",\"type\":\"made\"";

    private final DefaultCamelContext context = started();
    private final Exchange exchange = new DefaultExchange(context);
    private final Message message = exchange.getMessage();

    /** Started, because the headers of a context that is not are sensitive to case. */
    private static DefaultCamelContext started() {
        DefaultCamelContext context = new DefaultCamelContext();
        context.start();
        return context;
    }

    @AfterEach
    void close() {
        context.stop();
    }

    @ParameterizedTest
    @CsvSource({
            RECEIVED + ", MqttxCloudEventDataTypeTransformer", BINARY + ", MqttxCloudEventBinaryDataTypeTransformer",
            STRUCTURED + ", MqttxCloudEventStructuredDataTypeTransformer" })
    @DisplayName("C10 Camel finds the data types by name")
    void dataTypes_askedByName_areFound(String name, String type) {
        assertThat(transformer(name).getClass().getSimpleName()).isEqualTo(type);
    }

    @Test
    @DisplayName("C10 in, binary: User Properties and Content Type become Camel's headers, the body stays")
    void binary_received_becomesHeaders() throws Exception {
        userProperties();
        message.setHeader("subject", "oven");
        message.setHeader("time", "2018-04-05T17:31:00Z");
        message.setHeader("dataschema", "urn:schema");
        message.setHeader("batch", "12");
        message.setHeader("Plant-Name", "north");
        message.setHeader(MqttxConstants.CONTENT_TYPE, "text/plain");
        message.setBody(bytes("21.5"));

        transform(RECEIVED);

        assertThat(message.getHeaders()).containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_VERSION, "1.0")
                .containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_ID, "7")
                .containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_SOURCE, "/plant")
                .containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_TYPE, "made")
                .containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_SUBJECT, "oven")
                .containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_TIME, "2018-04-05T17:31:00Z")
                .containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_SCHEMA_URL, "urn:schema")
                .containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_DATA_CONTENT_TYPE, "text/plain")
                .containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_EXTENSIONS, Map.of("batch", "12"))
                .containsEntry("batch", "12").containsEntry("Plant-Name", "north")
                .doesNotContainKeys("id", "source", "type", "specversion", "subject", "time", "dataschema");
        assertThat(text()).isEqualTo("21.5");
    }

    @Test
    @DisplayName("C10 in, binary: Content Type wins over a User Property datacontenttype")
    void binary_bothContentTypes_propertyOfMqttWins() throws Exception {
        userProperties();
        message.setHeader("datacontenttype", "text/html");
        message.setHeader(MqttxConstants.CONTENT_TYPE, "text/plain");

        transform(RECEIVED);

        assertThat(message.getHeader(CloudEvent.CAMEL_CLOUD_EVENT_DATA_CONTENT_TYPE)).isEqualTo("text/plain");
    }

    @ParameterizedTest
    @ValueSource(strings = { "id", "source", "type" })
    @DisplayName("C10 in, binary: a missing, empty or repeated attribute is named with the topic, and the message stays as it is")
    void binary_attributeMissing_isNamed(String attribute) {
        for (Object bad : new Object[] { "", " ", List.of("a", "b") }) {
            userProperties();
            message.setHeader(attribute, bad);
            assertRefused(RECEIVED, attribute);
        }
        message.removeHeader(attribute);
        assertRefused(RECEIVED, attribute);
        assertThat(message.getHeader("specversion")).isEqualTo("1.0");
        assertThat(message.getHeader(CloudEvent.CAMEL_CLOUD_EVENT_VERSION)).isNull();
    }

    @Test
    @DisplayName("C10 in: another version of CloudEvents is refused")
    void received_otherVersion_isRefused() {
        userProperties();
        message.setHeader("specversion", "0.3");

        assertRefused(RECEIVED, "specversion is 0.3, but only 1.0 is supported");
    }

    static Stream<Arguments> structuredData() {
        return Stream.of(
                Arguments.of("\"data\":{\"t\":21.5,\"ok\":true}", "{\"t\":21.5,\"ok\":true}", "application/json"),
                Arguments.of("\"data\":\"text\"", "\"text\"", "application/json"),
                Arguments.of("\"data\":[1,2]", "[1,2]", "application/json"),
                Arguments.of("\"data\":null", "null", "application/json"),
                Arguments.of("\"datacontenttype\":\"a/b+json\",\"data\":12345678901234567890", "12345678901234567890",
                        "a/b+json"),
                Arguments.of("\"datacontenttype\":\"application/xml\",\"data\":\"<a b=\\\"c\\\"/>\"", "<a b=\"c\"/>",
                        "application/xml"),
                Arguments.of("\"datacontenttype\":\"image/x\",\"data_base64\":\"/+4=\"", "\u00ff\u00ee", "image/x"),
                Arguments.of("\"subject\":null", "", null));
    }

    @ParameterizedTest
    @MethodSource("structuredData")
    @DisplayName("C10 in, structured: attributes become headers, the data the body, and Content Type that of the data")
    void structured_received_isUnwrapped(String members, String data, String contentType) throws Exception {
        message.setHeader(MqttxConstants.CONTENT_TYPE, JSON);
        message.setHeader(MqttxConstants.PAYLOAD_FORMAT_INDICATOR, 1);
        message.setBody(bytes("{" + REQUIRED + ",\"batch\":12,\"hot\":true,\"camelhttpuri\":\"x\"," + members + "}"));

        transform(RECEIVED);

        assertThat(new String(message.getBody(byte[].class), StandardCharsets.ISO_8859_1)).isEqualTo(data);
        assertThat(message.getHeader(MqttxConstants.CONTENT_TYPE)).isEqualTo(contentType);
        assertThat(message.getHeader(CloudEvent.CAMEL_CLOUD_EVENT_DATA_CONTENT_TYPE)).isEqualTo(contentType);
        assertThat(message.getHeaders()).containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_ID, "7")
                .containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_EXTENSIONS, Map.of("batch", 12, "hot", true))
                .doesNotContainKeys("batch", "hot", "camelhttpuri", MqttxConstants.PAYLOAD_FORMAT_INDICATOR,
                        CloudEvent.CAMEL_CLOUD_EVENT_SUBJECT);
    }

    @Test
    @DisplayName("C10 in, structured: the charset of the data is respected")
    void structured_otherCharset_isRespected() throws Exception {
        message.setHeader(MqttxConstants.CONTENT_TYPE, JSON);
        message.setBody(bytes("{" + REQUIRED + ",\"datacontenttype\":\"text/plain; charset=iso-8859-1\",\"data\":\"\u00fc\"}"));

        transform(RECEIVED);

        assertThat(message.getBody(byte[].class)).containsExactly(0xFC);
    }

    @Test
    @DisplayName("C10 in, structured: MQTT 3.1.1 has no Content Type, the JSON object alone says it")
    void structured_withoutContentType_isUnwrapped() throws Exception {
        message.setBody(bytes(" {" + REQUIRED + ",\"data\":1}"));

        transform(RECEIVED);

        assertThat(message.getHeader(CloudEvent.CAMEL_CLOUD_EVENT_TYPE)).isEqualTo("made");
        assertThat(text()).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", "{", "hello", "[1,2", "{\"id\":\"7\"}}", "{'id':1}", "[]", "\"text\"", "null", "7" })
    @DisplayName("C10 in, structured: a payload that is no JSON object is refused with the topic")
    void structured_invalidJson_isRefused(String payload) {
        message.setHeader(MqttxConstants.CONTENT_TYPE, JSON);
        message.setBody(bytes(payload));

        assertRefused(RECEIVED, "payload in structured content mode is not");
        assertThat(text()).isEqualTo(payload);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "\"specversion\":\"1.0\",\"id\":\"7\",\"type\":\"t\"|required attribute source",
            "\"specversion\":\"1.0\",\"id\":7,\"source\":\"s\",\"type\":\"t\"|required attribute id",
            "\"specversion\":\"1.0\",\"id\":null,\"source\":\"s\",\"type\":\"t\"|required attribute id",
            REQUIRED + ",\"Batch\":\"x\"|attribute name Batch",
            REQUIRED + ",\"batch\":{}|attribute batch must be",
            REQUIRED + ",\"batch\":1.5|attribute batch is 1.5",
            REQUIRED + ",\"data\":1,\"data_base64\":\"AA==\"|both data and data_base64",
            REQUIRED + ",\"data_base64\":\"*\"|data_base64 is not Base64",
            REQUIRED + ",\"datacontenttype\":\"text/plain; charset=klingon\",\"data\":\"x\"|charset is unknown",
            REQUIRED + ",\"datacontenttype\":\"text/plain\",\"data\":{}|data must be a text" })
    @DisplayName("C10 in, structured: what is wrong with the event is named with the topic")
    void structured_invalidEvent_isRefused(String members, String said) {
        message.setHeader(MqttxConstants.CONTENT_TYPE, JSON);
        message.setBody(bytes("{" + members + "}"));

        assertRefused(RECEIVED, said);
    }

    @ParameterizedTest
    @ValueSource(strings = { "application/cloudevents+avro", "application/cloudevents-batch+json" })
    @DisplayName("C10 in, structured: other event formats are refused")
    void structured_otherFormat_isRefused(String contentType) {
        message.setHeader(MqttxConstants.CONTENT_TYPE, contentType);

        assertRefused(RECEIVED, "event format " + contentType + " is not supported");
    }

    @ParameterizedTest
    @ValueSource(strings = { "21.5", "{\"t\":1}", "{\"t\":{\"specversion\":\"1.0\"}}", "" })
    @DisplayName("C10 in: a message that is no CloudEvent becomes one, named after topic and exchange")
    void noEvent_received_isDescribed(String payload) throws Exception {
        message.setHeader(MqttxConstants.TOPIC, "halle \u00e4/ofen?");
        message.setBody(bytes(payload));

        transform(RECEIVED);

        assertThat(message.getHeaders()).containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_VERSION, "1.0")
                .containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_ID, exchange.getExchangeId())
                .containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_TYPE, MqttxCloudEventDataTypeTransformer.TYPE)
                .containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_SOURCE, "mqttx:halle%20%C3%A4/ofen%3F")
                .containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_SUBJECT, "halle \u00e4/ofen?")
                .doesNotContainKey(CloudEvent.CAMEL_CLOUD_EVENT_DATA_CONTENT_TYPE);
        OffsetDateTime time = OffsetDateTime.parse(message.getHeader(CloudEvent.CAMEL_CLOUD_EVENT_TIME, String.class));
        assertThat(time.toInstant().toEpochMilli()).isEqualTo(exchange.getClock().getCreated());
        assertThat(text()).isEqualTo(payload);
    }

    @Test
    @DisplayName("C10 out, binary: Camel's headers become plain headers and Content Type, the body stays")
    void binary_sent_becomesUserProperties() throws Exception {
        camelHeaders("text/plain");
        message.setHeader(CloudEvent.CAMEL_CLOUD_EVENT_TIME, ZonedDateTime.of(2018, 4, 5, 17, 31, 0, 0, ZoneOffset.UTC));
        message.setHeader("ID", "of the application");
        message.setBody("21.5");

        transform(BINARY);

        assertThat(message.getHeaders()).containsEntry("specversion", "1.0").containsEntry("id", "7")
                .containsEntry("source", "/plant").containsEntry("type", "made").containsEntry("time", "2018-04-05T17:31:00Z")
                .containsEntry("batch", 12).containsEntry(MqttxConstants.CONTENT_TYPE, "text/plain");
        assertThat(List.copyOf(message.getHeaders().keySet())).contains("id").doesNotContain("ID", "datacontenttype",
                "subject");
        assertThat(message.getBody()).isEqualTo("21.5");
    }

    @ParameterizedTest
    @ValueSource(strings = { BINARY, STRUCTURED })
    @DisplayName("C10 out: what no header says is made from the exchange, as Camel does")
    void sent_withoutHeaders_hasDefaults(String mode) throws Exception {
        message.setHeader(MqttxConstants.CONTENT_TYPE, "application/json");
        message.setBody("{\"t\":1}");

        transform(mode);
        transform(RECEIVED);

        assertThat(message.getHeaders()).containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_ID, exchange.getExchangeId())
                .containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_SOURCE, CloudEvent.DEFAULT_CAMEL_CLOUD_EVENT_SOURCE)
                .containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_TYPE, CloudEvent.DEFAULT_CAMEL_CLOUD_EVENT_TYPE)
                .containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_DATA_CONTENT_TYPE, "application/json")
                .containsKey(CloudEvent.CAMEL_CLOUD_EVENT_TIME);
        assertThat(text()).isEqualTo("{\"t\":1}");
    }

    @ParameterizedTest
    @CsvSource({
            BINARY + ", CamelCloudEventID, required attribute id",
            STRUCTURED + ", CamelCloudEventSource, required attribute source",
            BINARY + ", CamelCloudEventVersion, specversion", STRUCTURED + ", CamelCloudEventType, required attribute type" })
    @DisplayName("C10 out: an empty required attribute is named")
    void sent_emptyAttribute_isRefused(String mode, String header, String said) {
        message.setHeader(header, " ");
        message.setBody("kept");

        assertRefused(mode, said);
        assertThat(message.getBody()).isEqualTo("kept");
    }

    @ParameterizedTest
    @ValueSource(strings = { "Batch", "data", "id", "camelfoo", "a-b", "" })
    @DisplayName("C10 out: an extension with an impossible name is refused")
    void sent_impossibleExtension_isRefused(String name) {
        message.setHeader(CloudEvent.CAMEL_CLOUD_EVENT_EXTENSIONS, Map.of(name, "x"));

        assertRefused(BINARY, "extension attribute " + name);
        assertRefused(STRUCTURED, "extension attribute " + name);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "application/json|{\"t\":21.5}|\"data\":{\"t\":21.5}", "text/plain|say \"x\"|\"data\":\"say \\\"x\\\"\"",
            "image/png|AB|\"data_base64\":\"QUI=\"", "|AB|\"data_base64\":\"QUI=\"" })
    @DisplayName("C10 out, structured: the body is a JSON value, a text or Base64, as its type says")
    void structured_sent_isWrapped(String contentType, String body, String data) throws Exception {
        camelHeaders(contentType);
        message.setBody(body);

        transform(STRUCTURED);

        assertThat(message.getHeader(MqttxConstants.CONTENT_TYPE)).isEqualTo(JSON);
        assertThat(text()).contains(data, "\"specversion\":\"1.0\"", "\"id\":\"7\"", "\"batch\":12").doesNotContain("Camel");
    }

    @Test
    @DisplayName("C10 out, structured: a body that is not the JSON that it is said to be is refused")
    void structured_bodyNotJson_isRefused() {
        camelHeaders("application/json");
        message.setHeader(MqttxConstants.OVERRIDE_TOPIC, "ovens/7");
        message.setBody("{\"t\":");

        assertRefused(STRUCTURED, "the body, whose datacontenttype is application/json, is not valid JSON");
        assertThat(message.getBody()).isEqualTo("{\"t\":");
    }

    static Stream<Arguments> roundTrips() {
        return Stream.of(BINARY, STRUCTURED).flatMap(mode -> Stream.of(
                Arguments.of(mode, "application/json", bytes("{\"a\":[1,2.50,true,null,\"/\\\"\u00fc\\u0007\"],\"b\":\"\"}")),
                Arguments.of(mode, "application/json; charset=utf-8", bytes("\"text\"")),
                Arguments.of(mode, "text/plain", bytes("line\nline \u20ac \ud83d\ude80 \u0000 \\ /")),
                Arguments.of(mode, "text/plain", new byte[] { (byte) 0xC3, 0x28 }),
                Arguments.of(mode, "application/octet-stream", new byte[] { 0, -1, 127, -128 }),
                Arguments.of(mode, null, bytes("{\"no\":\"type\"}")),
                Arguments.of(mode, "text/plain", new byte[0])));
    }

    @ParameterizedTest
    @MethodSource("roundTrips")
    @DisplayName("C10 round trip: the receiver has the attributes and the data of the sender")
    void roundTrip_inBothModes_losesNothing(String mode, String contentType, byte[] data) throws Exception {
        camelHeaders(contentType);
        message.setHeader(CloudEvent.CAMEL_CLOUD_EVENT_SUBJECT, "\u00d6fen \"7\" / \u20ac");
        message.setBody(data);

        transform(mode);
        byte[] payload = message.getBody(byte[].class);
        message.removeHeaders("CamelCloudEvent*");
        message.setBody(payload);
        transform(RECEIVED);

        assertThat(message.getHeaders()).containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_ID, "7")
                .containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_SUBJECT, "\u00d6fen \"7\" / \u20ac")
                .containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_EXTENSIONS, Map.of("batch", 12));
        assertThat(message.getHeader(CloudEvent.CAMEL_CLOUD_EVENT_DATA_CONTENT_TYPE)).isEqualTo(contentType);
        if (contentType != null && contentType.contains("json")) {
            assertThat(Jsoner.deserialize(text()))
                    .isEqualTo(Jsoner.deserialize(new String(data, StandardCharsets.UTF_8)));
        } else {
            assertThat(message.getBody(byte[].class)).isEqualTo(data);
        }
    }

    private void userProperties() {
        message.setHeader("specversion", "1.0");
        message.setHeader("id", "7");
        message.setHeader("source", "/plant");
        message.setHeader("type", "made");
    }

    private void camelHeaders(String contentType) {
        message.setHeader(CloudEvent.CAMEL_CLOUD_EVENT_ID, "7");
        message.setHeader(CloudEvent.CAMEL_CLOUD_EVENT_SOURCE, "/plant");
        message.setHeader(CloudEvent.CAMEL_CLOUD_EVENT_TYPE, "made");
        message.setHeader(CloudEvent.CAMEL_CLOUD_EVENT_EXTENSIONS, Map.of("batch", 12));
        if (contentType != null) {
            message.setHeader(CloudEvent.CAMEL_CLOUD_EVENT_DATA_CONTENT_TYPE, contentType);
        }
    }

    private Transformer transformer(String name) {
        return context.getTransformerRegistry().resolveTransformer(new TransformerKey(name));
    }

    private void transform(String name) throws Exception {
        transformer(name).transform(message, DataType.ANY, new DataType(name));
    }

    private void assertRefused(String name, String said) {
        if (message.getHeader(MqttxConstants.OVERRIDE_TOPIC) == null) {
            message.setHeader(MqttxConstants.TOPIC, "ovens/7");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> transform(name))
                .withMessageContaining("CloudEvent of topic 'ovens/7': ").withMessageContaining(said);
    }

    private String text() {
        return new String(message.getBody(byte[].class), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
