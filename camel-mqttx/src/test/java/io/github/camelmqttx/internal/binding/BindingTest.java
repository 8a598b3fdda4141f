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

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.camelmqttx.MqttxConfiguration;
import io.github.camelmqttx.MqttxConstants;
import io.github.camelmqttx.MqttxTopicException;
import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.PublishCallback;
import io.github.camelmqttx.internal.client.PublishProperties;
import io.github.camelmqttx.internal.client.UserProperty;
import io.github.camelmqttx.testbed.LogCapture;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.util.CaseInsensitiveMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BindingTest {

    private static final DefaultCamelContext CONTEXT = new DefaultCamelContext();
    private static final PublishCallback UNUSED = new PublishCallback() {
        @Override
        public void published(OutgoingMessage message) {
            throw new AssertionError();
        }

        @Override
        public void failed(OutgoingMessage message, Throwable cause) {
            throw new AssertionError(cause);
        }
    };

    private final Exchange exchange = new DefaultExchange(CONTEXT);
    private final MqttxConfiguration configuration = new MqttxConfiguration();

    @BeforeAll
    static void start() {
        CONTEXT.start();
    }

    @AfterAll
    static void stop() throws Exception {
        CONTEXT.close();
    }

    private OutgoingMessage publish() {
        OutboundBinding binding = new OutboundBinding(
                configuration, "a/b", new MqttHeaderFilterStrategy(), new UnknownHeaders());
        return binding.message(exchange, binding.takeTopic(exchange.getMessage()), UNUSED, 7);
    }

    private PublishProperties published() {
        PublishProperties properties = publish().properties();
        assertThat(properties).isNotNull();
        return properties;
    }

    @Test
    @DisplayName("M42 bodies become bytes")
    void bodies_publish_becomeBytes() {
        byte[] bytes = { 0, 1 };
        exchange.getMessage().setBody(bytes);
        assertThat(publish().payload()).isSameAs(bytes);
        exchange.getMessage().setBody("é");
        assertThat(publish().payload()).isEqualTo("é".getBytes(StandardCharsets.UTF_8));
        exchange.getMessage().setBody(null);
        assertThat(publish().payload()).isEmpty();
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] { 9, 8, 7 }).position(1);
        exchange.getMessage().setBody(buffer);
        assertThat(publish().payload()).containsExactly(8, 7);
        assertThat(buffer.position()).isEqualTo(1);
        exchange.getMessage().setBody(new ByteArrayInputStream(bytes));
        assertThat(publish().payload()).isEqualTo(bytes);
        exchange.getMessage().setBody(21.5);
        assertThat(publish().payload()).isEqualTo("21.5".getBytes(StandardCharsets.UTF_8));
        exchange.getMessage().setBody(true);
        assertThat(publish().payload()).isEqualTo("true".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @DisplayName("C12 promise 10: a publish with a misspelt header goes out, with a warning")
    void misspeltHeader_publish_goesOutWithAWarning() {
        exchange.getMessage().setHeader("CamelMqttxOverrideQoss", 2);
        try (LogCapture log = LogCapture.start()) {
            assertThat(publish().qos()).isOne();
            assertThat(log.troubles()).anyMatch(line -> line.contains("did you mean CamelMqttxOverrideQos?"));
        }
    }

    @Test
    void unknownBody_publish_namesTypeAndTopicButNotTheBody() {
        exchange.getMessage().setBody(new Object() {
            @Override
            public String toString() {
                return "s3cr3t";
            }
        });
        assertThatThrownBy(this::publish).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("a/b")
                .hasMessageContaining("BindingTest$").hasMessageNotContaining("s3cr3t");
    }

    @Test
    void headersOfAReceivedMessage_publish_changeNothing() {
        exchange.getMessage().setHeaders(new HashMap<>(
                Map.of(
                        MqttxConstants.TOPIC, "in", MqttxConstants.QOS, 0, MqttxConstants.RETAINED, true,
                        MqttxConstants.MESSAGE_ID, 5)));
        OutgoingMessage message = publish();
        assertThat(message.topic()).isEqualTo("a/b");
        assertThat(message.qos()).isEqualTo(1);
        assertThat(message.isRetained()).isFalse();
        assertThat(message.properties()).isNull();
        assertThat(message.deadlineNanos()).isEqualTo(7);
    }

    @Test
    void overrideHeaders_publish_areUsedAndRemoved() {
        exchange.getMessage().setHeaders(new HashMap<>(
                Map.of(
                        MqttxConstants.OVERRIDE_TOPIC, "c", MqttxConstants.OVERRIDE_QOS, "2", MqttxConstants.OVERRIDE_RETAINED,
                        "true")));
        OutgoingMessage message = publish();
        assertThat(message.topic()).isEqualTo("c");
        assertThat(message.qos()).isEqualTo(2);
        assertThat(message.isRetained()).isTrue();
        assertThat(exchange.getMessage().getHeaders()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "CamelPaho", "CamelPahoMqtt5", "camelpahomqtt5" })
    @DisplayName("C20 the override headers of camel-paho and camel-paho-mqtt5 are used and removed")
    void overrideHeadersOfPaho_publish_areUsedAndRemoved(String begin) {
        Map<String, Object> theirs = Map.of(begin + "OverrideTopic", "c", begin + "Qos", 2, begin + "Retained", true, "x", 1);
        exchange.getMessage().setHeaders(new CaseInsensitiveMap(theirs));
        OutgoingMessage message = publish();
        assertThat(message.topic()).isEqualTo("c");
        assertThat(message.qos()).isEqualTo(2);
        assertThat(message.isRetained()).isTrue();
        assertThat(exchange.getMessage().getHeaders()).containsOnlyKeys("x");
        exchange.getMessage().setHeaders(new HashMap<>(Map.of("CamelPahoOverrideTopic", "d")));
        assertThat(publish().topic()).as("another kind of map").isEqualTo("d");
        exchange.getMessage().setHeader("CamelPahoOverrideTopic", "d");
        exchange.getMessage().setHeader(MqttxConstants.OVERRIDE_TOPIC, "e");
        assertThat(publish().topic()).as("ours wins").isEqualTo("e");
        assertThat(exchange.getMessage().hasHeaders()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
            MqttxConstants.OVERRIDE_QOS + ",3", MqttxConstants.OVERRIDE_QOS + ",x", MqttxConstants.OVERRIDE_RETAINED + ",x",
            MqttxConstants.PAYLOAD_FORMAT_INDICATOR + ",2", MqttxConstants.MESSAGE_EXPIRY_INTERVAL + ",-1",
            MqttxConstants.MESSAGE_EXPIRY_INTERVAL + ",4294967296", MqttxConstants.MESSAGE_EXPIRY_INTERVAL + ",soon" })
    void impossibleHeader_publish_isNamed(String header, String value) {
        exchange.getMessage().setHeader(header, value);
        assertThatThrownBy(this::publish).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(header);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "a/#", "+", "a\0" })
    @DisplayName("M58 topics built from data are validated")
    void invalidTopicHeader_publish_isRefused(String topic) {
        exchange.getMessage().setHeader(MqttxConstants.OVERRIDE_TOPIC, topic);
        assertThatThrownBy(this::publish).isInstanceOf(MqttxTopicException.class);
        exchange.getMessage().setHeader(MqttxConstants.RESPONSE_TOPIC, topic);
        assertThatThrownBy(this::publish).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("X01 headers become MQTT 5 properties, those of Camel do not")
    void headers_publish_becomeProperties() {
        Map<String, Object> headers = new HashMap<>();
        headers.put(MqttxConstants.CONTENT_TYPE, "text/plain");
        headers.put(MqttxConstants.RESPONSE_TOPIC, "reply");
        headers.put(MqttxConstants.CORRELATION_DATA, "id");
        headers.put(MqttxConstants.MESSAGE_EXPIRY_INTERVAL, "60");
        headers.put(MqttxConstants.PAYLOAD_FORMAT_INDICATOR, 1);
        headers.put("traceparent", "00-1");
        headers.put("many", List.of("1", 2));
        headers.put("object", new Object());
        headers.put("CAMELfoo", "x");
        headers.put("nothing", null);
        exchange.getMessage().setHeaders(headers);
        PublishProperties properties = published();
        assertThat(properties.contentType()).isEqualTo("text/plain");
        assertThat(properties.responseTopic()).isEqualTo("reply");
        assertThat(properties.correlationData()).isEqualTo("id".getBytes(StandardCharsets.UTF_8));
        assertThat(properties.messageExpiryInterval()).isEqualTo(60);
        assertThat(properties.payloadFormatIndicator()).isEqualTo(1);
        assertThat(properties.userProperties()).containsExactlyInAnyOrder(
                new UserProperty("traceparent", "00-1"), new UserProperty("many", "1"), new UserProperty("many", "2"));
        configuration.setMqttVersion("3.1.1");
        assertThat(publish().properties()).as("with MQTT 3.x only what bounds the wait in the outbox")
                .isEqualTo(new PublishProperties(null, 60L, null, null, null, List.of(), List.of()));
        exchange.getMessage().removeHeader(MqttxConstants.MESSAGE_EXPIRY_INTERVAL);
        assertThat(publish().properties()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = { "a\0b", "\uD800" })
    void headerThatMqttCannotCarry_publish_isNamed(String value) {
        exchange.getMessage().setHeader("odd", value);
        assertThatThrownBy(this::publish).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'odd'");
        exchange.getMessage().setHeader("odd", "é".repeat(32_768));
        assertThatThrownBy(this::publish).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("65536 bytes");
    }

    @Test
    @DisplayName("promise 11: User Properties cannot set Camel headers")
    void receivedProperties_bind_becomeHeadersExceptCamels() {
        PublishProperties properties = new PublishProperties(
                1, 60L, "text/plain", "reply", new byte[] { 1 }, List.of(3), List.of(
                        new UserProperty("k", "1"), new UserProperty("k", "2"), new UserProperty("k", "3"),
                        new UserProperty("one", "1"),
                        new UserProperty("CamelFileName", "x"), new UserProperty("cAMELHttpUri", "x"),
                        new UserProperty("org.apache.camel.x", "x"), new UserProperty("", "x"),
                        new UserProperty(MqttxConstants.OVERRIDE_TOPIC, "x")));
        byte[] payload = { 4 };
        new InboundBinding(new MqttHeaderFilterStrategy())
                .bind(new IncomingMessage("a", payload, 2, true, true, 11, properties), exchange);
        assertThat(exchange.getMessage().getBody()).isSameAs(payload);
        assertThat(exchange.getMessage().getHeaders()).containsOnlyKeys(
                MqttxConstants.TOPIC, MqttxConstants.MESSAGE_ID, MqttxConstants.QOS, MqttxConstants.DUPLICATE,
                MqttxConstants.RETAINED,
                MqttxConstants.PAYLOAD_FORMAT_INDICATOR, MqttxConstants.MESSAGE_EXPIRY_INTERVAL, MqttxConstants.CONTENT_TYPE,
                MqttxConstants.RESPONSE_TOPIC, MqttxConstants.CORRELATION_DATA, "k", "one")
                .containsEntry("k", List.of("1", "2", "3")).containsEntry(MqttxConstants.MESSAGE_ID, 11)
                .containsEntry(MqttxConstants.DUPLICATE, true).containsEntry(MqttxConstants.RETAINED, true);
    }
}
