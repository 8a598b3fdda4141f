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

import java.util.List;

/**
 * What the user wants.
 *
 * @param brokers    brokers to use instead of own ones, in the syntax of the option {@code brokers} of camel-mqttx;
 *                   empty for own ones
 * @param firstPort  port of the own preferred broker
 * @param secondPort port of the other own broker
 * @param forever    whether to go on until Ctrl-C
 * @param isShort    whether to hurry
 * @param plain      whether to write a line per second instead of a table that is painted again and again
 * @param help       whether to say what arguments there are, and nothing else
 */
record Arguments(
        String brokers, int firstPort, int secondPort, boolean forever, boolean isShort, boolean plain, boolean help) {

    static final String USAGE = """
            Arguments of the quickstart:
              --forever            go on until Ctrl-C
              --short              the same in half the time
              --brokers=URI,URI    use these brokers instead of own ones; none is killed then
              --ports=PORT,PORT    ports of the own brokers (18831,18832)
              --plain              a line per second instead of a table
              --help               this text""";

    /** @throws UsageException if an argument is unknown or wrong */
    static Arguments parse(List<String> words) {
        String brokers = "";
        int[] ports = { 18831, 18832 };
        boolean forever = false;
        boolean isShort = false;
        boolean plain = false;
        boolean help = false;
        for (String word : words) {
            switch (word) {
                case "--forever" -> forever = true;
                case "--short" -> isShort = true;
                case "--plain" -> plain = true;
                case "--help" -> help = true;
                default -> {
                    if (word.startsWith("--brokers=")) {
                        brokers = brokers(word.substring("--brokers=".length()));
                    } else if (word.startsWith("--ports=")) {
                        ports = ports(word.substring("--ports=".length()));
                    } else {
                        throw new UsageException("Unknown argument " + word + "; --help shows what there is");
                    }
                }
            }
        }
        return new Arguments(brokers, ports[0], ports[1], forever, isShort, plain, help);
    }

    private static String brokers(String text) {
        if (text.isBlank()) {
            throw new UsageException("--brokers names no broker; for example --brokers=tcp://localhost:1883");
        }
        return text;
    }

    private static int[] ports(String text) {
        try {
            int[] ports = List.of(text.split(",", -1)).stream().mapToInt(part -> Integer.parseInt(part.trim())).toArray();
            if (ports.length == 2 && ports[0] != ports[1] && isPort(ports[0]) && isPort(ports[1])) {
                return ports;
            }
        } catch (NumberFormatException e) {
            throw wrongPorts(text);
        }
        throw wrongPorts(text);
    }

    private static boolean isPort(int port) {
        return port > 0 && port < 65536;
    }

    private static UsageException wrongPorts(String text) {
        return new UsageException(
                "--ports needs two different ports of 1 to 65535, for example --ports=18831,18832, not " + text);
    }

    boolean ownBrokers() {
        return brokers.isEmpty();
    }
}
