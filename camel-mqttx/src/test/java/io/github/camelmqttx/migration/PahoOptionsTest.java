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
package io.github.camelmqttx.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.github.camelmqttx.MqttxEndpoint;
import io.github.camelmqttx.internal.config.ConfigurationCheck;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The table of {@code migration-paho.adoc} against the catalogs of both components and against what endpoints say. */
class PahoOptionsTest {

    private static final String PAGE = "migration-paho.adoc";
    private static final Map<String, Metadata> THEIRS = Map.of("paho", Metadata.paho(), "paho-mqtt5", Metadata.pahoMqtt5());
    private static final Metadata OURS = Metadata.mqttx();
    private static final DefaultCamelContext CONTEXT = new DefaultCamelContext();

    @BeforeAll
    static void start() {
        CONTEXT.start();
    }

    @AfterAll
    static void stop() throws Exception {
        CONTEXT.close();
    }

    private static List<List<String>> rows() {
        return PageTable.rows(PAGE, "Every endpoint option of both components");
    }

    private static Set<String> components(List<String> row) {
        return row.get(1).equals("both") ? THEIRS.keySet() : Set.of(row.get(1));
    }

    private static MqttxEndpoint endpoint(String option, String value) {
        return CONTEXT.getEndpoint("mqttx:a?brokers=h&" + option + "=" + value, MqttxEndpoint.class);
    }

    static Stream<Arguments> rowsOf(String fate) {
        return rows().stream().filter(row -> row.get(2).equals(fate)).map(row -> Arguments.of(row.get(0), row));
    }

    static Stream<Arguments> same() {
        return rowsOf("same");
    }

    static Stream<Arguments> otherValue() {
        return rowsOf("other values");
    }

    static Stream<Arguments> renamed() {
        return rowsOf("renamed");
    }

    static Stream<Arguments> gone() {
        return rowsOf("gone");
    }

    @Test
    @DisplayName("C20 the page has every endpoint option of paho: and paho-mqtt5:, and no other")
    void page_catalogs_haveTheSameOptions() {
        List<String> listed = new ArrayList<>();
        rows().forEach(
                row -> components(row).forEach(component -> listed.add(component + " " + PageTable.code(row.get(0)).get(0))));
        List<String> expected = new ArrayList<>();
        THEIRS.forEach((component, metadata) -> metadata.options().keySet().forEach(
                option -> expected.add(component + " " + option)));
        assertThat(listed).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(rows()).allSatisfy(row -> {
            assertThat(row).hasSize(4);
            assertThat(row.get(2)).isIn("same", "other values", "renamed", "gone");
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({ "same", "otherValue" })
    @DisplayName("C20 an option that the page calls the same exists, and a default that differs is told")
    void sameName_option_existsWithTheDefaultTold(String name, List<String> row) {
        String option = PageTable.code(name).get(0);
        assertThat(OURS.options()).containsKey(option);
        for (String component : components(row)) {
            String theirs = THEIRS.get(component).defaultOf(option);
            String ours = OURS.defaultOf(option);
            if (!ours.equals(theirs)) {
                assertThat(row.get(3)).as("default of %s is %s, ours %s", option, theirs, ours).contains("Default")
                        .contains(ours.isEmpty() ? "none" : ours);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("renamed")
    @DisplayName("C20 an option with another name is refused by a message that has ours")
    void renamed_option_isRefusedWithOurs(String name, List<String> row) {
        String theirs = PageTable.code(name).get(0);
        List<String> ours = PageTable.code(row.get(3));
        assertThat(OURS.names()).doesNotContain(theirs).contains(ours.get(0).replaceAll("NAME.*|=.*", ""));
        assertThatThrownBy(() -> endpoint(theirs, "true")).isInstanceOf(ResolveEndpointFailedException.class)
                .hasMessageContaining(theirs + " is unknown: ").hasMessageContaining(ours.get(0))
                .hasMessageNotContaining("did you mean");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("gone")
    @DisplayName("C20 an option without counterpart is refused by a message that says what to do instead")
    void gone_option_isRefusedWithAdvice(String name, List<String> row) {
        String theirs = PageTable.code(name).get(0);
        assertThat(OURS.options()).doesNotContainKey(theirs);
        assertThat(row.get(3)).isNotBlank();
        assertThatThrownBy(() -> endpoint(theirs, "true")).isInstanceOf(ResolveEndpointFailedException.class)
                .hasMessageContaining(theirs + " is unknown: ").hasMessageNotContaining("did you mean")
                .hasMessageNotContaining("no option has a name like that");
    }

    @ParameterizedTest
    @CsvSource({
            "connectionTimeout, 30, did you mean 30s", "keepAliveInterval, 60, did you mean keepAliveInterval=60s",
            "sessionExpiryInterval, 3600, did you mean sessionExpiryInterval=3600s",
            "sessionExpiryInterval, 86000, did you mean sessionExpiryInterval=86000s",
            "mqttVersion, 4, 'use auto, 5, 3.1.1, 3.1'", "mqttVersion, 3, 'use auto, 5, 3.1.1, 3.1'",
            "client, other, 'use netty, paho'" })
    @DisplayName("C20 a value as it was written for paho is refused where it would mean something else")
    void theirValue_ourOption_isRefusedWithOurs(String option, String value, String said) {
        MqttxEndpoint endpoint = endpoint(option, value);
        assertThatThrownBy(() -> ConfigurationCheck.consumer(endpoint.getConfiguration(), "a", Set.of()))
                .hasMessageContaining(said);
        assertThat(otherValue().map(arguments -> PageTable.code((String) arguments.get()[0]).get(0))).contains(option);
    }

    @Test
    @DisplayName("C20 what the page calls an option or a header of ours exists")
    void page_namesInCode_exist() {
        Set<String> known = new TreeSet<>(OURS.options().keySet());
        known.addAll(OURS.headers());
        Set<String> theirs = new TreeSet<>();
        THEIRS.values().forEach(metadata -> {
            theirs.addAll(metadata.options().keySet());
            theirs.addAll(metadata.headers());
        });
        for (String line : PageTable.lines(PAGE)) {
            for (String code : PageTable.code(line)) {
                String name = code.replaceAll("=.*", "");
                if (name.matches("[a-z]+[A-Z][A-Za-z]+|Camel[A-Za-z0-9]+")) {
                    assertThat(known.contains(name) || theirs.contains(name)).as(code).isTrue();
                }
            }
        }
    }
}
