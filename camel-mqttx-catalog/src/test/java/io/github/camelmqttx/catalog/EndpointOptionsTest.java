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

import java.util.stream.Stream;

import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.InstanceOfAssertFactories.array;

/** What the catalog says about each option of a URI. */
class EndpointOptionsTest {

    private static final CamelCatalog CATALOG = MqttxCatalog.create();

    static Stream<BaseOptionModel> options() {
        return Options.endpoint();
    }

    static Stream<BaseOptionModel> checkedOptions() {
        return options().filter(Options::isChecked);
    }

    static Stream<BaseOptionModel> consumerOptions() {
        return options().filter(option -> Options.isFor(option, "consumer"));
    }

    static Stream<BaseOptionModel> producerOptions() {
        return options().filter(option -> Options.isFor(option, "producer"));
    }

    static Stream<BaseOptionModel> prefixedOptions() {
        return options().filter(BaseOptionModel::isMultiValue);
    }

    private static EndpointValidationResult validate(String option, String value) {
        return CATALOG.validateEndpointProperties("mqttx:a/b?" + option + "=" + value);
    }

    private static EndpointValidationResult consumer(String uri) {
        return CATALOG.validateEndpointProperties(uri, false, true, false);
    }

    private static EndpointValidationResult producer(String uri) {
        return CATALOG.validateEndpointProperties(uri, false, false, true);
    }

    @Test
    @DisplayName("C12 the catalog knows the options of both roles, and options that it can check")
    void metadata_options_areOfAllKinds() {
        assertThat(options()).hasSizeGreaterThan(90);
        assertThat(checkedOptions()).hasSizeGreaterThan(50);
        assertThat(consumerOptions()).hasSizeGreaterThan(10);
        assertThat(producerOptions()).hasSizeGreaterThan(4);
        assertThat(prefixedOptions()).extracting(BaseOptionModel::getPrefix)
                .containsExactlyInAnyOrder("wsHeader.", "willUserProperty.");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("options")
    @DisplayName("C12 each option of a URI is accepted with each value that its type allows")
    void goodValue_validate_isAccepted(BaseOptionModel option) {
        for (String value : Options.goodValues(option)) {
            EndpointValidationResult result = validate(option.getName(), value);
            assertThat(result.isSuccess()).as(result.summaryErrorMessage(false)).isTrue();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("options")
    @DisplayName("C12 the default of each option is a value that the catalog accepts")
    void defaultValue_validate_isAccepted(BaseOptionModel option) {
        if (option.getDefaultValue() != null) {
            EndpointValidationResult result = validate(option.getName(), option.getDefaultValue().toString());
            assertThat(result.isSuccess()).as(result.summaryErrorMessage(false)).isTrue();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("checkedOptions")
    @DisplayName("C12 a value that the type of the option does not allow is refused, by name and value")
    void badValue_validate_isRefused(BaseOptionModel option) {
        String bad = Options.badValue(option);
        EndpointValidationResult result = validate(option.getName(), bad);

        assertThat(result.isSuccess()).isFalse();
        if (!"duration".equals(option.getType())) {
            assertThat(result.summaryErrorMessage(false)).contains(option.getName(), bad);
        }
        switch (option.getEnums() != null ? "enum" : option.getType()) {
            case "enum" -> {
                assertThat(result.getInvalidEnum()).containsEntry(option.getName(), bad);
                assertThat(result.getEnumChoices(option.getName())).isEqualTo(option.getEnums());
            }
            case "boolean" -> assertThat(result.getInvalidBoolean()).containsEntry(option.getName(), bad);
            case "integer" -> assertThat(result.getInvalidInteger()).containsEntry(option.getName(), bad);
            case "duration" -> assertThat(result.getInvalidDuration()).containsEntry(option.getName(), bad);
            default -> assertThat(result.getInvalidReference()).containsEntry(option.getName(), bad);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("consumerOptions")
    @DisplayName("C12 an option of consumers is refused on a producer, and on no consumer")
    void consumerOption_onProducer_isRefused(BaseOptionModel option) {
        String uri = "mqttx:a/b?" + option.getName() + "=" + Options.goodValues(option).get(0);

        assertThat(producer(uri).getNotProducerOnly()).containsExactly(option.getName());
        assertThat(producer(uri).isSuccess()).isFalse();
        assertThat(producer(uri).summaryErrorMessage(false)).contains(option.getName())
                .containsIgnoringCase("not applicable in producer only mode");
        assertThat(consumer(uri).isSuccess()).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("producerOptions")
    @DisplayName("C12 an option of producers is refused on a consumer, and on no producer")
    void producerOption_onConsumer_isRefused(BaseOptionModel option) {
        String uri = "mqttx:a/b?" + option.getName() + "=" + Options.goodValues(option).get(0);

        assertThat(consumer(uri).getNotConsumerOnly()).containsExactly(option.getName());
        assertThat(consumer(uri).isSuccess()).isFalse();
        assertThat(consumer(uri).summaryErrorMessage(false)).contains(option.getName())
                .containsIgnoringCase("not applicable in consumer only mode");
        assertThat(producer(uri).isSuccess()).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("options")
    @DisplayName("C12 an option of both roles is accepted on both")
    void sharedOption_onEitherRole_isAccepted(BaseOptionModel option) {
        if (!Options.isFor(option, "consumer") && !Options.isFor(option, "producer")) {
            String uri = "mqttx:a/b?" + option.getName() + "=" + Options.goodValues(option).get(0);
            assertThat(consumer(uri).isSuccess()).isTrue();
            assertThat(producer(uri).isSuccess()).isTrue();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("prefixedOptions")
    @DisplayName("C12 an option with names of the user's own is accepted with its prefix, and checked without")
    void prefixedOption_validate_isAcceptedWithPrefix(BaseOptionModel option) {
        assertThat(validate(option.getPrefix() + "X-Tenant", "one").isSuccess()).isTrue();
        assertThat(validate(option.getName(), "one").getInvalidReference()).containsKey(option.getName());
        assertThat(validate(option.getPrefix().replace(".", "s."), "one").isSuccess()).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("options")
    @DisplayName("C12 each option that is misspelt is reported, with its name as the suggestion")
    void misspeltOption_validate_isReportedWithSuggestion(BaseOptionModel option) {
        String swapped = swapLast(option.getName());
        EndpointValidationResult result = validate(swapped, "1");

        assertThat(result.getUnknown()).containsExactly(swapped);
        assertThat(result.getUnknownSuggestions().get(swapped)).asInstanceOf(array(String[].class)).contains(option.getName());
        assertThat(result.summaryErrorMessage(false)).contains(swapped, "Did you mean", option.getName());
    }

    private static String swapLast(String name) {
        int end = name.length();
        return name.substring(0, end - 2) + name.charAt(end - 1) + name.charAt(end - 2);
    }

    @Test
    @DisplayName("C12 an option with a name like no other is unknown, without a suggestion")
    void unknownOption_validate_isReported() {
        EndpointValidationResult result = validate("colour", "red");

        assertThat(result.getUnknown()).containsExactly("colour");
        assertThat(result.summaryErrorMessage(false)).contains("colour", "Unknown option").doesNotContain("Did you mean");
    }

    @ParameterizedTest
    @CsvSource({ "ackMode, onComplete, onCompletion", "failover, orderd, ordered", "outbox, files, file" })
    @DisplayName("C12 a misspelt value of an enumeration gets the one that may be meant")
    void misspeltEnum_validate_isReportedWithSuggestion(String option, String written, String meant) {
        assertThat(validate(option, written).summaryErrorMessage(false)).contains("Did you mean: [" + meant + "]");
    }

    @Test
    @DisplayName("C12 all mistakes of a URI are in one result")
    void severalMistakes_validate_areInOneResult() {
        EndpointValidationResult result
                = producer("mqttx:a?qoss=1&ackMode=manual&outbox=disk&publishTimeout=soon&retained=yes");

        assertThat(result.getUnknown()).containsExactly("qoss");
        assertThat(result.getNotProducerOnly()).containsExactly("ackMode");
        assertThat(result.getInvalidEnum()).containsOnlyKeys("outbox");
        assertThat(result.getInvalidDuration()).containsOnlyKeys("publishTimeout");
        assertThat(result.getInvalidBoolean()).containsOnlyKeys("retained");
    }

    @Test
    @DisplayName("C12 Camel's catalog finds a bad duration, but leaves it out of the text of its result")
    void badDuration_summary_doesNotNameIt() {
        EndpointValidationResult result = validate("reconnectDelay", "soon");

        assertThat(result.getInvalidDuration()).containsExactly(entry("reconnectDelay", "soon"));
        assertThat(result.isSuccess()).isFalse();
        assertThat(result.summaryErrorMessage(false)).doesNotContain("reconnectDelay");
    }

    @ParameterizedTest
    @ValueSource(strings = { "500ms", "7d", "1d2h" })
    @DisplayName("C12 Camel's catalog knows hours, minutes and seconds: it refuses days and milliseconds, which the component takes")
    void daysAndMilliseconds_validate_areRefusedByTheCatalog(String duration) {
        assertThat(validate("reconnectDelay", duration).getInvalidDuration()).containsEntry("reconnectDelay", duration);
        assertThat(validate("sessionExpiryInterval", duration).isSuccess()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = { "500", "PT0.5S", "168h" })
    @DisplayName("C12 there is a way to write short and long durations that the catalog takes")
    void otherUnits_validate_areAccepted(String duration) {
        assertThat(validate("reconnectDelay", duration).isSuccess()).isTrue();
    }

    @Test
    @DisplayName("C12 Camel's catalog minds the case of names, not of enumerations")
    void otherCase_validate_isKnownForValuesOnly() {
        assertThat(validate("ackMode", "MANUAL").isSuccess()).isTrue();
        assertThat(validate("ACKMODE", "manual").getUnknown()).containsExactly("ACKMODE");
    }

    @ParameterizedTest
    @CsvSource({ "maxInflight, -5", "qos, 7", "keepAliveInterval, -5", "clientIdPrefix, ''", "sessionExpiryInterval, soon" })
    @DisplayName("C12 Camel's catalog checks types, not ranges or text: those are checked when the route starts")
    void outOfRange_validate_isNotSeenByTheCatalog(String option, String value) {
        assertThat(validate(option, value).isSuccess()).isTrue();
    }
}
