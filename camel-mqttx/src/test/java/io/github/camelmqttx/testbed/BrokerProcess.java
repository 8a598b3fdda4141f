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
package io.github.camelmqttx.testbed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** The child's side of {@link JavaBroker}: says when it is ready, and ends when it is told to or its parent is gone. */
final class BrokerProcess {

    static final String READY = "BROKER-IS-READY";
    static final String STOP = "stop";

    private BrokerProcess() {
    }

    /** What the parent wants, from the file named by the only argument. */
    static Properties settings(String[] arguments) throws IOException {
        Properties settings = new Properties();
        try (BufferedReader in = Files.newBufferedReader(Path.of(arguments[0]))) {
            settings.load(in);
        }
        return settings;
    }

    /** Serves until the parent says stop; if the parent vanishes, ends at once. Does not return. */
    static void serve(AutoCloseable broker) {
        System.out.println(READY);
        int exitCode = 1;
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            if (STOP.equals(in.readLine())) {
                broker.close();
                exitCode = 0;
            }
        } catch (Exception e) {
            e.printStackTrace();
        }
        Runtime.getRuntime().halt(exitCode);
    }
}
