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
package io.github.camelmqttx.examples.quarkus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.camelmqttx.examples.broker.ExampleRun;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DemonstrationIT {

    private static final Path APPLICATION = Path.of("target", "quarkus-app", "quarkus-run.jar").toAbsolutePath();

    @TempDir
    Path directory;

    @Test
    @DisplayName("C17 example quarkus: the broker is killed, nothing is missing, the application ends in order")
    void brokerKilled_application_missesNothingAndEndsInOrder() throws Exception {
        ExampleRun run = ExampleRun.of(Demonstration.class, directory, APPLICATION.toString());

        assertThat(run.screen()).containsSubsequence("the broker is killed", "the broker is started again",
                "sent=400 arrived=400 missing=0", "result: OK");
        assertThat(run.screen()).doesNotContain("[FAILED]").doesNotContain("Exception").doesNotContain("\tat ");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    @DisplayName("C17 X12 promise 10: a Quarkus application does not start with an option that does not exist, and says which is meant")
    void unknownOption_application_doesNotStart() throws Exception {
        assertThat(failedStart(Map.of(), "-Dcamel.component.mqttx.qoss=1")).contains("qoss is unknown: did you mean qos?");
    }

    @Test
    @DisplayName("C17 X12 promise 10: a Quarkus application checks variables of the environment, which change properties that are set")
    void wrongVariable_application_doesNotStart() throws Exception {
        assertThat(failedStart(Map.of("CAMEL_COMPONENT_MQTTX_RECONNECT_DELAY", "5S")))
                .contains("reconnectDelay=5S is not a duration");
    }

    private String failedStart(Map<String, String> environment, String... options) throws Exception {
        Path log = directory.resolve("application.log");
        Path screen = directory.resolve("screen");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-Dplant.log=" + log));
        command.addAll(List.of(options));
        command.addAll(List.of("-jar", APPLICATION.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(screen.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isNotZero();
        return Files.readString(log) + Files.readString(screen);
    }
}
