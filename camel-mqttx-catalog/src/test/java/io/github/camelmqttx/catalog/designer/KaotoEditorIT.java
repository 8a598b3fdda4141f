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
package io.github.camelmqttx.catalog.designer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kaoto's own editor, in a browser without a screen: {@code draw.mjs} draws one route, the tests look at what came out.
 * Needs Chromium, Node.js, mosquitto and jq; the profile {@code designers} fetches the editor.
 */
@EnabledIfSystemProperty(named = KaotoEditorIT.FOLDER, matches = ".+", disabledReason = "runs in the profile designers only")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KaotoEditorIT {

    /** Has the page with the editor in kaoto, a copy of Kaoto's catalog in catalog, the scripts beside them. */
    static final String FOLDER = "mqttx.designers";

    private static final Duration DRAWING = Duration.ofMinutes(4);

    /** The route of the documents; numbers of steps are made up by the editor. */
    private static final Path DOCUMENTED = Path.of("src/test/designers/drawn.camel.yaml");

    private final Path folder = Path.of(System.getProperty(FOLDER, "."));
    private final Path results = folder.resolve("results");
    private final Path fragment
            = Path.of("src/generated/resources/META-INF/camel-mqttx/kaoto/components.json").toAbsolutePath();
    private String broker = "";
    private Process mosquitto;

    @BeforeAll
    void draw() throws Exception {
        Files.createDirectories(results);
        int port = freePort();
        broker = "127.0.0.1:" + port;
        mosquitto = new ProcessBuilder("mosquitto", "-p", String.valueOf(port)).redirectErrorStream(true)
                .redirectOutput(results.resolve("mosquitto.log").toFile()).start();
        assertThat(add(folder.resolve("catalog"))).isEqualTo(new Command(0, ""));

        Command drawing = Command.run(folder.resolve("kaoto"), DRAWING, "node", "draw.mjs",
                folder.resolve("catalog").toString(), broker, results.toString());

        assertThat(drawing.status()).as(drawing.output()).isZero();
    }

    @AfterAll
    void stop() throws InterruptedException {
        if (mosquitto != null) {
            mosquitto.destroy();
            mosquitto.waitFor(10, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("C15 Kaoto: the editor's form has exactly the options of the role, secrets as passwords")
    void form_eachRole_hasItsOptions(Role role) throws IOException {
        KaotoRules rules = new KaotoRules(Fragment.kaoto().path("mqttx").path("propertiesSchema"));
        JsonNode form = Fragment.json(Files.readString(results.resolve("forms.json"))).get(role.label());

        assertThat(form.get("names")).extracting(JsonNode::asText).containsExactlyInAnyOrderElementsOf(rules.options(role));
        assertThat(form.get("passwords")).extracting(JsonNode::asText).containsExactlyInAnyOrderElementsOf(
                rules.options(role).stream()
                        .filter(name -> "password".equals(rules.properties().get(name).path("format").asText())).toList());
    }

    @Test
    @DisplayName("C15 Kaoto: a route drawn in the editor runs, with the options filled in there")
    void drawnRoute_messageForItsTopic_passes() throws Exception {
        Path route = results.resolve("drawn.camel.yaml");
        assertThat(route).content().satisfies(drawn -> assertThat(drawn.replace(broker, "127.0.0.1:1883")
                .replaceAll("(?m)^ *id: (from|to)-\\d+\n", "")).isEqualToIgnoringNewLines(Files.readString(DOCUMENTED)));
        BlockingQueue<String> passed = new LinkedBlockingQueue<>();
        Main main = new Main();
        main.configure().withRoutesIncludePattern("file:" + route);
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("mqttx:plant/temperature?brokers=" + broker).convertBodyTo(String.class)
                        .process(exchange -> passed.add(exchange.getMessage().getBody(String.class)));
            }
        });
        main.start();
        try {
            main.getCamelTemplate().sendBody("mqttx:sensors/boiler/temperature?brokers=" + broker, "21.5");

            assertThat(passed.poll(20, TimeUnit.SECONDS)).isEqualTo("21.5");
        } finally {
            main.stop();
        }
    }

    @Test
    @DisplayName("C15 Kaoto: bad input: the script says that a folder is no catalog")
    void add_folderWithoutCatalog_saysSo() throws Exception {
        Command added = add(folder.resolve("kaoto"));

        assertThat(added.status()).isEqualTo(1);
        assertThat(added.output()).contains("is no Kaoto catalog");
    }

    private Command add(Path catalog) throws IOException, InterruptedException {
        return Command.run(folder, Duration.ofMinutes(2), "sh", "add-to-kaoto.sh", catalog.toString(), fragment.toString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
