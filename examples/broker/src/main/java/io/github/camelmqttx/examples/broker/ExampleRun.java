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
package io.github.camelmqttx.examples.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * An example as it is run by its users, for its test.
 *
 * @param exitCode of its process
 * @param screen   what it has written to standard output
 */
public record ExampleRun(int exitCode, String screen) {

    private static final int SECONDS = 240;

    /**
     * Runs an example to its end.
     *
     * @param directory for its logs and data
     */
    public static ExampleRun of(Class<?> main, Path directory, String... arguments) throws IOException, InterruptedException {
        List<String> lines = new CopyOnWriteArrayList<>();
        try (JavaProcess process = JavaProcess.start(main, directory, lines::add, arguments)) {
            int exitCode = process.await(SECONDS);
            return new ExampleRun(exitCode, String.join("\n", lines));
        } catch (IllegalStateException e) {
            throw new IllegalStateException(e.getMessage() + "; screen: " + String.join("\n", lines), e);
        }
    }

    /**
     * A number that the example has written.
     *
     * @param  pattern               with one group, the number; its last occurrence counts
     * @throws IllegalStateException if it is not on the screen
     */
    public int figure(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(screen);
        @Nullable
        String last = null;
        while (matcher.find()) {
            last = matcher.group(1);
        }
        if (last == null) {
            throw new IllegalStateException("'" + pattern + "' is not in: " + screen);
        }
        return Integer.parseInt(last);
    }
}
