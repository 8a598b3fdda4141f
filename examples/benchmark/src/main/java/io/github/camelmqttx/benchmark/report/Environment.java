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
package io.github.camelmqttx.benchmark.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.camel.util.json.JsonObject;

/** The machine and the versions that a report was made with. */
final class Environment {
    private static final Pattern JAR = Pattern.compile("(camel-(?:core-engine|paho|paho-mqtt5|mqttx)"
                                                       + "|hivemq-mqtt-client|h2-mvstore|netty-(?:handler|codec-mqtt)"
                                                       + "|org\\.eclipse\\.paho[.\\w]*)-(\\d.*)\\.jar");

    private Environment() {
    }

    static JsonObject describe(Set<String> brokers) throws IOException {
        JsonObject json = new JsonObject();
        json.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        json.put("cores", Runtime.getRuntime().availableProcessors());
        json.put("cpu", cpu());
        json.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                       + System.getProperty("os.arch"));
        json.put("jdk", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        json.put("libraries", libraries());
        json.put("brokers", String.join(", ", brokers));
        if (brokers.contains(Case.MOSQUITTO)) {
            json.put("mosquitto", mosquittoVersion());
        }
        return json;
    }

    private static JsonObject libraries() {
        TreeMap<String, String> found = new TreeMap<>();
        for (String entry : System.getProperty("java.class.path").split(System.getProperty("path.separator"))) {
            Matcher matcher = JAR.matcher(Path.of(entry).getFileName().toString());
            if (matcher.matches()) {
                found.put(matcher.group(1), matcher.group(2));
            }
        }
        return new JsonObject(found);
    }

    private static String cpu() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(info)) {
            return "unknown";
        }
        return Files.readAllLines(info).stream().filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).trim()).findFirst().orElse("unknown");
    }

    private static String mosquittoVersion() throws IOException {
        Process process = new ProcessBuilder(Children.mosquitto(), "-h").redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return text.lines().findFirst().orElse("unknown");
    }
}
