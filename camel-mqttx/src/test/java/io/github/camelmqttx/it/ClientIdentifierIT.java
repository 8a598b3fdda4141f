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
package io.github.camelmqttx.it;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.camelmqttx.ClientIdGenerator;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import org.apache.camel.component.properties.PropertiesComponent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

@Timeout(60)
class ClientIdentifierIT {

    private static MosquittoBroker broker;

    @AutoClose
    private final ItSupport camel = new ItSupport(broker);
    private int earlier;

    @BeforeAll
    static void startBroker() {
        assumeTrue(MosquittoBroker.isInstalled(), "no mosquitto executable on this machine");
        broker = MosquittoBroker.builder(BrokerOptions.plain()).build();
        broker.start();
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @BeforeEach
    void noteConnections() {
        earlier = broker.connectCount();
    }

    /** Client Identifiers that have connected during this test. */
    private List<String> connected() {
        List<String> all = broker.connectedClientIds();
        return all.subList(earlier, all.size());
    }

    private void roundTrip(String options) throws Exception {
        Recorder in = camel.record("in", "mqttx:ids/x" + options);
        camel.start();
        camel.send("mqttx:ids/x" + options, "x");
        in.await(1);
    }

    @ParameterizedTest(name = "{displayName} {0}")
    @ValueSource(strings = { "auto", "5", "3.1.1", "3.1" })
    @DisplayName("M25 random Client Identifiers without prefix, one for each session, not longer than MQTT 3.1 allows:")
    void noClientId_everySession_hasARandomOne(String version) throws Exception {
        roundTrip("?mqttVersion=" + version);
        assertThat(connected()).hasSize(2).doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9a-zA-Z]{16,23}"));
    }

    @ParameterizedTest(name = "{displayName} {0}")
    @CsvSource({ "auto, press-line_4", "3.1.1, plant/7", "3.1, plant" })
    @DisplayName("M24 prefix, hyphen, random rest:")
    void prefix_everySession_beginsWithIt(String version, String prefix) throws Exception {
        roundTrip("?mqttVersion=" + version + "&clientIdPrefix=" + prefix);
        assertThat(connected()).hasSize(2).doesNotHaveDuplicates().allMatch(id -> id.startsWith(prefix + "-"))
                .allMatch(id -> id.length() > prefix.length() + 8)
                .allMatch(id -> !"3.1".equals(version) || id.length() <= 23);
    }

    @Test
    @DisplayName("M26 property placeholders in the Client Identifier are resolved and joined")
    void placeholdersInClientId_start_joinsTheirValues() throws Exception {
        PropertiesComponent properties = new PropertiesComponent();
        properties.addInitialProperty("plant", "north");
        properties.addInitialProperty("line", "4");
        camel.context().setPropertiesComponent(properties);
        roundTrip("?clientId={{plant}}-{{line}}-{{none:default}}");
        assertThat(connected()).singleElement().isEqualTo("north-4-default");
    }

    @Test
    @DisplayName("M26 a placeholder of the environment in the prefix is resolved")
    void environmentPlaceholderInPrefix_start_usesItsValue() throws Exception {
        String home = System.getenv("HOME");
        assumeTrue(home != null && home.length() < 100, "no HOME in the environment");
        roundTrip("?clientIdPrefix=id{{env:HOME}}");
        assertThat(connected()).hasSize(2).allMatch(id -> id.startsWith("id" + home + "-"));
    }

    @Test
    @DisplayName("M26 M27 a ClientIdGenerator bean names each session")
    void generatorBean_everySession_isNamedByIt() throws Exception {
        AtomicInteger number = new AtomicInteger();
        ClientIdGenerator generator = () -> "made-" + number.incrementAndGet();
        camel.context().getRegistry().bind("ids", generator);
        roundTrip("?clientIdGenerator=#ids");
        assertThat(connected()).containsExactlyInAnyOrder("made-1", "made-2");
    }

    @Test
    @DisplayName("M27 a ClientIdGenerator class")
    void generatorClass_everySession_isNamedByAnInstance() throws Exception {
        roundTrip("?clientIdGenerator=#class:" + Counting.class.getName());
        assertThat(connected()).hasSize(2).doesNotHaveDuplicates().allMatch(id -> id.startsWith("counting-"));
    }

    /** Made by Camel. */
    public static final class Counting implements ClientIdGenerator {

        private static final AtomicInteger NUMBER = new AtomicInteger();

        @Override
        public String generateClientId() {
            return "counting-" + NUMBER.incrementAndGet();
        }
    }

    @ParameterizedTest(name = "{displayName} {0}")
    @ValueSource(strings = { "null", "", "a\u0000b" })
    @DisplayName("M27 a generator that makes an impossible Client Identifier is an error at start, not an endless reconnect:")
    void generatorMakesInvalid_start_fails(String made) throws Exception {
        ClientIdGenerator generator = () -> "null".equals(made) ? null : made;
        camel.context().getRegistry().bind("bad", generator);
        camel.record("in", "mqttx:ids/x?clientIdGenerator=#bad");
        assertThatThrownBy(camel::start).hasStackTraceContaining("clientIdGenerator");
        assertThat(connected()).isEmpty();
    }

    @Test
    @DisplayName("M27 F25 a generator that makes the same Client Identifier for two sessions is an error, no ping-pong")
    void generatorMakesTheSameTwice_secondSessionIsRefused() throws Exception {
        ClientIdGenerator generator = () -> "always-the-same";
        camel.context().getRegistry().bind("same", generator);
        Recorder in = camel.record("in", "mqttx:ids/x?clientIdGenerator=#same");
        camel.start();
        assertThatThrownBy(() -> camel.send("mqttx:ids/x?clientIdGenerator=#same", "x"))
                .hasStackTraceContaining("'always-the-same' is in use").hasStackTraceContaining("clientIdGenerator");
        camel.send("mqttx:ids/x", "y");
        assertThat(in.awaitFirst().text()).isEqualTo("y");
        assertThat(connected()).hasSize(2).containsOnlyOnce("always-the-same");
        camel.stopRoute("in");
        camel.startRoute("in");
        assertThat(connected()).hasSize(3);
    }

    @ParameterizedTest(name = "{displayName} {0}")
    @CsvSource({
            "clientId=%20, clientId is empty",
            "clientId=abcdefghijklmnopqrstuvwxyz&mqttVersion=3.1, allows 23",
            "clientId=a%00b, U+0000",
            "clientId=a&clientIdPrefix=b, exclude each other",
            "clientIdPrefix=abcdefghijklm&mqttVersion=3.1, allows 12",
            "cleanStart=false&sessionExpiryInterval=1h, it is random",
            "clientId=a&cleanStart=false, sessionExpiryInterval" })
    @DisplayName("M26 invalid Client Identifiers are refused at start, with a reason:")
    void invalidClientId_start_failsWithAReason(String options, String reason) throws Exception {
        camel.record("in", "mqttx:ids/x?" + options);
        assertThatThrownBy(camel::start).hasStackTraceContaining(reason);
        assertThat(connected()).isEmpty();
    }

    @Test
    @DisplayName("M26 a long Client Identifier in UTF-8 works where the broker takes it")
    void longUtf8ClientId_start_usesItAsItIs() throws Exception {
        String id = "werk-Öl-温度-" + "x".repeat(200);
        roundTrip("?clientId=" + id);
        assertThat(connected()).containsExactly(id);
    }
}
