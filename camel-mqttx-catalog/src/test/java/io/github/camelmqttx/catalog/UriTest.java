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
package io.github.camelmqttx.catalog;

import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Topics and options in URIs as the catalog reads and writes them. */
class UriTest {

    private static final CamelCatalog CATALOG = MqttxCatalog.create();

    @ParameterizedTest
    @ValueSource(strings = {
            "a/+/c", "a/#", "a/%23", "$share/g/a/#", "$SYS/#", "a//b", "a b/c", "größe/температура", "//a/b", "/a", "a,b;qos=2",
            "mqttx", "RAW(a/b)", "{{topic}}" })
    @DisplayName("C12 every kind of topic is accepted by the catalog")
    void topic_validate_isAccepted(String topic) {
        assertThat(CATALOG.validateEndpointProperties("mqttx:" + topic + "?qos=1").isSuccess()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
            "a/+/c, a/+/c", "a/#, a/#", "$share/g/a/#, $share/g/a/#", "$SYS/#, $SYS/#", "a//b, a//b", "//a/b, a/b",
            "RAW(a/b), RAW(a/b)", "mqttx, mqttx" })
    @DisplayName("C12 the catalog finds the topic in a URI")
    void topic_endpointProperties_isFound(String written, String found) throws URISyntaxException {
        assertThat(CATALOG.endpointProperties("mqttx:" + written + "?qos=1"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("topic", found, "qos", "1"));
    }

    @Test
    @DisplayName("C12 a URI without topic is accepted, as subscriptions may name the topics")
    void noTopic_validate_isAccepted() {
        assertThat(CATALOG.validateEndpointProperties("mqttx:?subscriptions=#bean:topics").isSuccess()).isTrue();
    }

    @Test
    @DisplayName("C12 all options of the metadata survive from properties to a URI and back")
    void allOptions_uriAndBack_areTheSame() throws URISyntaxException {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("topic", "plant/+/state");
        for (BaseOptionModel option : Options.endpoint().toList()) {
            properties.put(option.getName(), Options.goodValues(option).get(0));
        }

        String uri = CATALOG.asEndpointUri("mqttx", properties, false);
        Map<String, String> found = CATALOG.endpointProperties(uri);

        assertThat(uri).startsWith("mqttx:plant/+/state?");
        Options.endpoint().filter(BaseOptionModel::isSecret)
                .forEach(secret -> properties.computeIfPresent(secret.getName(), (name, value) -> "RAW(" + value + ")"));
        assertThat(found).containsExactlyInAnyOrderEntriesOf(properties);
        assertThat(CATALOG.validateEndpointProperties(uri).isSuccess()).isTrue();
    }

    @Test
    @DisplayName("C12 a URI in XML has its ampersands escaped")
    void xmlUri_written_isEscaped() throws URISyntaxException {
        Map<String, String> properties = new LinkedHashMap<>(Map.of("topic", "a", "qos", "2", "retained", "true"));

        assertThat(CATALOG.asEndpointUriXml("mqttx", properties, false)).isEqualTo("mqttx:a?qos=2&amp;retained=true");
    }

    @Test
    @DisplayName("C12 Camel's catalog ends a RAW value at an ampersand: write %26 or a placeholder for tools")
    void rawWithAmpersand_validate_isSplit() {
        assertThat(CATALOG.validateEndpointProperties("mqttx:a?password=RAW(x&y)").isSuccess()).isFalse();
        assertThat(CATALOG.validateEndpointProperties("mqttx:a?password={{secret}}").isSuccess()).isTrue();
    }
}
