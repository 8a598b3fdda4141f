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
package io.github.camelmqttx.torture;

import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.github.camelmqttx.torture.route.ConsumerProcess;
import io.github.camelmqttx.torture.route.PublisherProcess;
import io.github.camelmqttx.torture.run.Torture;

/**
 * Entry point: {@code run} (the whole run), and for its own use {@code publisher} and {@code consumer} (the routes).
 * README.md lists the options.
 */
public final class TortureMain {

    private TortureMain() {
    }

    /** Ends with status 0 if {@code mqttx} kept what it promises, else 1. */
    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.WARNING);
        List<String> words = Arrays.asList(arguments);
        String command = words.isEmpty() ? "run" : words.get(0);
        List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
        switch (command) {
            case "run" -> System.exit(Torture.kept(Torture.of(Options.parse(String.join(" ", rest))).run()) ? 0 : 1);
            case "publisher" -> PublisherProcess.run(new Options(rest));
            case "consumer" -> ConsumerProcess.run(new Options(rest));
            default -> throw new IllegalArgumentException("Expected run, publisher or consumer, got " + command);
        }
    }
}
