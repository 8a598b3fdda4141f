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
import java.util.Set;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/** The table of {@code migration-mulesoft.adoc} against the settings of the connector and against ours. */
class MuleSoftPageTest {

    private static final String PAGE = "migration-mulesoft.adoc";
    private static final Metadata OURS = Metadata.mqttx();
    private static final Set<String> COMPONENT_OPTIONS = Set.of("useGlobalSslContextParameters");
    private static final Set<String> OF_CAMEL = Set.of("idempotentConsumer");

    /** What the reference of the connector names: configuration, connections, source, operation, types, errors. */
    private static final List<String> THEIRS = List.of(
            "Config: Name", "Config: Expiration Policy, Max Idle Time", "Config: Expiration Policy, Time Unit",
            "Connection: URL", "Connection: Protocol TCP, SSL, WS, WSS", "Connection: Protocol LOCAL", "Connection: Host",
            "Connection: Port", "Connection: Fail Over Servers", "Connection: Username", "Connection: Password",
            "Connection: Client ID Generator, Random Suffix", "Connection: Client ID Generator, Custom Expression",
            "Connection: Client ID Generator, own class", "Connection: Connection Timeout", "Connection: Timeout Unit",
            "Connection: Keep Alive Interval", "Connection: Keep Alive Interval Unit", "Connection: Max In Flight",
            "Connection: Clean Session", "Connection: Enable File Persistence", "Connection: Data Store Path",
            "Connection: LWT, Topic", "Connection: LWT, Body", "Connection: LWT, QoS", "Connection: LWT, Is Retained",
            "Connection: TLS Context", "Reconnection: Fails Deployment", "Reconnection: Reconnect, Count",
            "Reconnection: Reconnect, Frequency", "Reconnection: Reconnect, Blocking",
            "Reconnection: Reconnect Forever, Frequency",
            "Reconnection: Reconnect Forever, Blocking", "TLS: Enabled Protocols", "TLS: Enabled Cipher Suites",
            "TLS: Trust Store, Path", "TLS: Trust Store, Password", "TLS: Trust Store, Type", "TLS: Trust Store, Algorithm",
            "TLS: Trust Store, Insecure", "TLS: Key Store, Path", "TLS: Key Store, Type", "TLS: Key Store, Alias",
            "TLS: Key Store, Key Password", "TLS: Key Store, Password", "TLS: Key Store, Algorithm",
            "TLS: Revocation Check, Standard, Only End Entities", "TLS: Revocation Check, Standard, Prefer Crls",
            "TLS: Revocation Check, Standard, No Fallback", "TLS: Revocation Check, Standard, Soft Fail",
            "TLS: Revocation Check, Custom OCSP Responder, Url", "TLS: Revocation Check, Custom OCSP Responder, Cert Alias",
            "TLS: Revocation Check, CRL File, Path", "On New Message: Config Ref", "On New Message: Topics, Topic Filter",
            "On New Message: Topics, QoS", "On New Message: Primary Node Only",
            "On New Message: Redelivery Policy, Max Redelivery Count", "On New Message: Redelivery Policy, Use Secure Hash",
            "On New Message: Redelivery Policy, Message Digest Algorithm", "On New Message: Redelivery Policy, Id Expression",
            "On New Message: Redelivery Policy, Object Store", "On New Message: Reconnection Strategy", "Publish: Config Ref",
            "Publish: Topic", "Publish: Message", "Publish: QoS", "Publish: Is Retained", "Publish: Reconnection Strategy",
            "Attribute: Topic", "Attribute: Message Id", "Attribute: QoS", "Attribute: Is Duplicate", "Attribute: Is Retained",
            "Error: MQTT3:CONNECTIVITY", "Error: MQTT3:INVALID_TOPIC", "Error: MQTT3:PERSISTENCE", "Error: MQTT3:PUBLISH",
            "Error: MQTT3:RETRY_EXHAUSTED", "Error: MQTT3:WRITE_TIMEOUT", "Error: INVALID_CLIENT_ID",
            "Error: REDELIVERY_EXHAUSTED");

    private static List<List<String>> rows() {
        return PageTable.rows(PAGE, "Every setting, attribute and error type");
    }

    @Test
    @DisplayName("C20 the page has every setting, source, operation, attribute and error type of MuleSoft's connector")
    void page_reference_haveTheSameSettings() {
        assertThat(rows()).extracting(row -> row.get(0)).containsExactlyInAnyOrderElementsOf(THEIRS);
        assertThat(rows()).allSatisfy(row -> {
            assertThat(row).hasSize(4);
            assertThat(row.get(1)).isNotBlank();
            assertThat(row.get(3)).matches("M\\d\\d( M\\d\\d)*");
            assertThat(row.get(1).equals("none") && row.get(2).isBlank()).as("reason why there is none: %s", row).isFalse();
        });
    }

    @Test
    @DisplayName("C20 options, headers and exceptions that the page calls ours exist, and defaults are as it says")
    void page_namesInCode_exist() {
        List<String> unknown = new ArrayList<>();
        for (List<String> row : rows()) {
            for (String code : PageTable.code(row.get(1) + " " + row.get(2))) {
                String name = code.replaceAll("=.*", "");
                if (name.matches("Mqttx\\w+Exception|ClientIdGenerator")) {
                    assertThatCode(() -> Class.forName("io.github.camelmqttx." + name)).doesNotThrowAnyException();
                } else if (name.matches("[a-z]+[A-Z]\\w+|Camel\\w+|qos|retained|brokers|outbox|password") && !isKnown(name)) {
                    unknown.add(code);
                }
            }
            if (row.get(2).startsWith("Default ") && OURS.options().containsKey(firstCode(row))) {
                String ours = OURS.defaultOf(firstCode(row));
                assertThat(row.get(2)).as("default of %s", firstCode(row)).startsWith("Default " + ours);
            }
        }
        assertThat(unknown).isEmpty();
    }

    private static boolean isKnown(String name) {
        return OURS.names().contains(name) || OURS.headers().contains(name) || COMPONENT_OPTIONS.contains(name)
                || OF_CAMEL.contains(name);
    }

    private static String firstCode(List<String> row) {
        List<String> code = PageTable.code(row.get(1));
        return code.isEmpty() ? "" : code.get(0);
    }
}
