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
import java.nio.file.Path;
import java.util.List;

import io.github.camelmqttx.examples.broker.Logs;

/**
 * Runs the quickstart. Exit codes: 0 if all went well, 1 if anything was lost or a fail-over or fail-back did not
 * happen, 2 if the user has to change something first.
 */
public final class Quickstart {

    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;

    private Quickstart() {
    }

    /**
     * See {@link Arguments#USAGE}. The system property {@code quickstart.directory} says where logs and the brokers'
     * data go.
     */
    public static void main(String[] words) {
        System.exit(run(List.of(words)));
    }

    private static int run(List<String> words) {
        try {
            Arguments arguments = Arguments.parse(words);
            if (arguments.help()) {
                System.out.println(Arguments.USAGE);
                return OK;
            }
            Path directory = Path.of(System.getProperty("quickstart.directory", "target/quickstart")).toAbsolutePath();
            Logs.toFile(directory.resolve("quickstart.log"));
            return new Demonstration(arguments, directory).run();
        } catch (UsageException e) {
            System.err.println("quickstart: " + e.getMessage());
            return USAGE;
        } catch (IOException e) {
            System.err.println("quickstart: " + e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }
}
