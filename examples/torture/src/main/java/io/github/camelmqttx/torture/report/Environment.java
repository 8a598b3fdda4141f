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
package io.github.camelmqttx.torture.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.apache.camel.util.json.JsonObject;

/** The machine and the versions that a report was made with. */
final class Environment {

    private static final Pattern JAR = Pattern.compile(
            ".*/(camel-core-engine|camel-paho-mqtt5|netty-codec-mqtt|hivemq-community-edition-embedded"
                                                       + "|org\\.eclipse\\.paho\\.mqttv5\\.client)-(\\d[^/]*)\\.jar");

    private Environment() {
    }

    static JsonObject describe() throws IOException {
        JsonObject json = new JsonObject();
        json.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        json.put("cores", Runtime.getRuntime().availableProcessors());
        json.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                       + System.getProperty("os.arch"));
        json.put("jdk", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        json.put("libraries", libraries());
        json.put("mosquitto", mosquitto());
        return json;
    }

    private static String libraries() throws IOException {
        String separator = System.getProperty("path.separator");
        String own = System.getProperty("java.class.path");
        Path brokers = Path.of(own.split(separator)[0]).resolveSibling("test-brokers.classpath");
        String all = Files.exists(brokers)
                ? own + separator + String.join(separator, Files.readAllLines(brokers)) : own;
        Map<String, String> found = new TreeMap<>();
        for (String entry : all.split(separator)) {
            Matcher matcher = JAR.matcher(entry);
            if (matcher.matches()) {
                found.put(matcher.group(1), matcher.group(2));
            }
        }
        return found.entrySet().stream().map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String mosquitto() {
        try {
            Process process = new ProcessBuilder("/bin/sh", "-c", "PATH=$PATH:/usr/sbin:/usr/local/sbin mosquitto -h")
                    .redirectErrorStream(true).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> line.startsWith("mosquitto version")).findFirst().orElse("not installed");
        } catch (IOException e) {
            return "unknown: " + e.getMessage();
        }
    }
}
