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
package io.github.camelmqttx.catalog.tools;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Camel's language server, as VS Code and Eclipse run it, with the setting that the catalog jar ships. */
@EnabledIfSystemProperty(named = "language.server.jar", matches = ".+",
                         disabledReason = "the language server is a download of 62 MB: run it with -Planguage-server")
@Timeout(180)
class LanguageServerIT {

    @TempDir
    private static Path directory;
    private static LanguageServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new LanguageServer(
                Path.of(System.getProperty("language.server.jar")), directory.resolve("server.log").toFile());
        server.initialize(Map.of("extra-components", settings().getCollection("camel.extra-components")));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static JsonObject settings() throws IOException, DeserializationException {
        try (InputStream in
                = LanguageServerIT.class.getResourceAsStream("/io/github/camelmqttx/catalog/language-server.json")) {
            return (JsonObject) Jsoner.deserialize(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static String open(String name, String language, String text) throws IOException {
        String uri = directory.resolve(name).toUri().toString();
        server.open(uri, language, text);
        return uri;
    }

    @Test
    @DisplayName("C12 the language server completes options of mqttx in XML, with a default that is right, and shows an unknown one")
    void xml_completionAndMistakes_areRight() throws Exception {
        String uri = open("route.camel.xml", "xml", "<routes xmlns=\"http://camel.apache.org/schema/spring\">\n"
                                                    + "<route><from uri=\"mqttx:a?qo\"/></route></routes>\n");
        assertThat(server.complete(uri, 1, 27)).containsExactly("qos=1");
        assertThat(server.mistakes(uri)).containsExactly("Unknown option");
    }

    @Test
    @DisplayName("C12 the language server completes options of mqttx in YAML")
    void yaml_completion_hasTheOption() throws Exception {
        String uri = open("route.camel.yaml", "yaml", "- from:\n    uri: \"mqttx:a?keepA\"\n    steps:\n      - to: log:x\n");
        assertThat(server.complete(uri, 1, 23)).containsExactly("keepAliveInterval=60s");
    }

    @Test
    @DisplayName("C12 the language server completes properties of the component")
    void properties_completion_hasTheProperty() throws Exception {
        String uri = open("application.properties", "properties", "camel.component.mqttx.receiveM\n");
        assertThat(server.complete(uri, 0, 30)).containsExactly("receiveMaximum=1000");
    }

    @Test
    @DisplayName("C12 the language server shows an unknown option, a wrong value and a bad duration in Java")
    void java_mistakes_areShown() throws Exception {
        String uri = open("Route.java", "java", """
                import org.apache.camel.builder.RouteBuilder;
                public class Route extends RouteBuilder {
                    public void configure() {
                        from("mqttx:a?qos=1").to("mqttx:b?qoss=1&outbox=disk&publishTimeout=soon");
                    }
                }
                """);
        assertThat(server.mistakes(uri)).hasSize(3).contains("Unknown option", "Invalid duration value: soon")
                .anyMatch(mistake -> mistake.startsWith("Invalid enum value: disk. Possible values: [memory, file, none]"));
    }
}
