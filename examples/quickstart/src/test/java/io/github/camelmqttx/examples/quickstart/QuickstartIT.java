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
package io.github.camelmqttx.examples.quickstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Runs the quickstart as its users do, as a process. */
class QuickstartIT {

    private static final Pattern SUMMARY = Pattern.compile(
            "summary: sent (\\d+), received (\\d+), in flight (\\d+), duplicates \\d+, lost (\\d+);"
                                                           + " failed over (once|2 times), failed back once");

    @TempDir
    Path directory;
    private Process process;

    private record Outcome(int exitCode, String screen) {
    }

    @AfterEach
    void endProcess() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void preferredBrokerKilledAndRestarted_failsOverAndBackAndLosesNothing() throws Exception {
        int[] ports = freePorts();

        Outcome outcome = run("--short", ports(ports));

        String preferred = "tcp://127.0.0.1:" + ports[0];
        String other = "tcp://127.0.0.1:" + ports[1];
        assertThat(outcome.screen()).containsSubsequence("broker " + preferred + " is killed",
                "broker " + preferred + " is started again", "result: OK");
        for (String session : List.of("devices", "plant")) {
            assertThat(outcome.screen()).containsSubsequence(session + ": failed over from " + preferred + " to " + other,
                    session + ": returned to " + preferred);
        }
        Matcher summary = SUMMARY.matcher(outcome.screen());
        assertThat(summary.find()).as("summary in %s", outcome.screen()).isTrue();
        assertThat(Integer.parseInt(summary.group(1))).isGreaterThan(100);
        assertThat(summary.group(2)).as("received").isEqualTo(summary.group(1));
        assertThat(summary.group(3)).as("in flight").isEqualTo("0");
        assertThat(summary.group(4)).as("lost").isEqualTo("0");
        assertThat(outcome.screen()).doesNotContain("Exception").doesNotContain("\tat ");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void interrupted_endsInOrderAndLeavesNoBroker() throws Exception {
        int[] ports = freePorts();
        start("--forever", "--short", ports(ports));
        awaitScreen("is killed");
        List<ProcessHandle> brokers = process.descendants().toList();
        assertThat(brokers).isNotEmpty();

        process.destroy();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("ended").isTrue();
        assertThat(screen()).contains("summary: ").contains(", lost 0;").doesNotContain("Exception");
        for (ProcessHandle broker : brokers) {
            broker.onExit().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void killed_leavesNoBroker() throws Exception {
        start("--forever", "--short", ports(freePorts()));
        awaitScreen("connected to");
        List<ProcessHandle> brokers = process.descendants().toList();
        assertThat(brokers).hasSize(2);

        process.destroyForcibly();

        for (ProcessHandle broker : brokers) {
            broker.onExit().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void portInUse_isOneLineAndExitCode2() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = taken.getLocalPort();

            Outcome outcome = run(ports(new int[] { freePorts()[0], port }));

            assertMistake(outcome, "Port " + port + " is in use");
        }
    }

    @Test
    void unknownArgument_isOneLineAndExitCode2() throws Exception {
        assertMistake(run("--for-ever"), "Unknown argument --for-ever");
    }

    @Test
    void unknownScheme_isOneLineAndExitCode2() throws Exception {
        assertMistake(run("--brokers=foo://broker.example"), "Invalid broker 'foo://broker.example': unknown scheme");
    }

    @Test
    void unreachableBroker_isOneLineAndExitCode2() throws Exception {
        String broker = "tcp://127.0.0.1:" + freePorts()[0];

        assertMistake(run("--brokers=" + broker), broker);
    }

    private static void assertMistake(Outcome outcome, String text) {
        assertThat(outcome.screen().strip()).startsWith("quickstart: ").contains(text).hasLineCount(1)
                .doesNotContain("Exception");
        assertThat(outcome.exitCode()).isEqualTo(2);
    }

    private static int[] freePorts() throws IOException {
        InetAddress local = InetAddress.getByName("127.0.0.1");
        try (ServerSocket first = new ServerSocket(0, 1, local); ServerSocket second = new ServerSocket(0, 1, local)) {
            return new int[] { first.getLocalPort(), second.getLocalPort() };
        }
    }

    private static String ports(int[] ports) {
        return "--ports=" + ports[0] + "," + ports[1];
    }

    private Outcome run(String... arguments) throws Exception {
        start(arguments);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("ended in time; screen: %s", screen()).isTrue();
        return new Outcome(process.exitValue(), screen());
    }

    private void start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dquickstart.directory=" + directory.resolve("run"),
                        "-cp", System.getProperty("java.class.path"), Quickstart.class.getName()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(directory.resolve("screen").toFile())
                .start();
    }

    private String screen() throws IOException {
        return Files.readString(directory.resolve("screen"));
    }

    private void awaitScreen(String text) {
        await().atMost(60, TimeUnit.SECONDS).until(() -> screen().contains(text));
    }
}
