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

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A mosquitto process. {@code -Dmqttx.mosquitto=<executable>} overrides the search on the path.
 * <p>
 * With persistence, a kill loses what came after the last save (each second), and a session of MQTT 5 that was made
 * with Clean Start 1 is never saved.
 */
public final class MosquittoBroker extends ProcessBroker {

    private static final Pattern NEW_CLIENT = Pattern.compile("New client connected from \\S+ as (.*) \\(p\\d");

    private static final Pattern USER = Pattern.compile("New client connected from \\S+ as (.*) \\(p\\d.*u'(.*)'\\)");

    private final boolean persistent;

    MosquittoBroker(Path directory, Map<Scheme, Integer> ports, boolean persistent) {
        super("mosquitto", directory, ports);
        this.persistent = persistent;
    }

    /** A broker with the usual options. */
    public static MosquittoBroker create(BrokerOptions options) {
        return builder(options).build();
    }

    /** More options, beginning with {@link BrokerOptions#plain()}. */
    public static MosquittoBrokerBuilder builder() {
        return builder(BrokerOptions.plain());
    }

    /** More options than every broker has. */
    public static MosquittoBrokerBuilder builder(BrokerOptions options) {
        return new MosquittoBrokerBuilder(options);
    }

    /** Whether a mosquitto executable can be found. */
    public static boolean isInstalled() {
        return executable() != null;
    }

    private static @Nullable Path executable() {
        String named = System.getProperty("mqttx.mosquitto");
        if (named != null) {
            return Files.isExecutable(Path.of(named)) ? Path.of(named) : null;
        }
        String path = System.getenv("PATH") + File.pathSeparator
                      + String.join(File.pathSeparator, "/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin");
        for (String folder : path.split(File.pathSeparator)) {
            Path candidate = Path.of(folder, "mosquitto");
            if (Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    @Override
    List<String> command() {
        Path executable = executable();
        if (executable == null) {
            throw new IllegalStateException(
                    "No mosquitto executable on the path; install the package mosquitto or set -Dmqttx.mosquitto=<executable>");
        }
        return List.of(executable.toString(), "-c", directory().resolve("mosquitto.conf").toString());
    }

    @Override
    void started(Process running) {
        ChildProcesses.endWithThisJvm(running);
    }

    @Override
    String readyText() {
        return " running\n";
    }

    @Override
    Duration startTimeout() {
        return Duration.ofSeconds(15);
    }

    @Override
    void requestStop(Process running) {
        running.destroy();
    }

    @Override
    void deleteState() {
        ChildProcesses.deleteTree(directory().resolve("mosquitto.db"));
    }

    @Override
    public boolean supports(Feature feature) {
        return switch (feature) {
            case MQTT_3_1, MQTT_3_1_1, MQTT_5, LIFECYCLE, SUSPEND, FULL_RECEIVE_WINDOW -> true;
            case TLS -> hasListener(Scheme.MQTTS);
            case PERSISTENCE -> persistent;
            case WEBSOCKET, CRASH_SAFE, TAKEOVER_REASON_CODE, DURABLE_SHARED_SUBSCRIPTIONS -> false;
        };
    }

    /**
     * The password of a user that the broker knows, from about now on. Clients that are connected with another one are
     * thrown out.
     */
    public void changePassword(String userName, String password) {
        ChildProcesses.run(List.of(
                "mosquitto_passwd", "-b", directory().resolve("passwords").toString(), userName, password));
        signal("HUP");
    }

    /** User Name of the latest CONNECT with this Client Identifier that it has accepted, empty if there was none. */
    public String userName(String clientId) {
        return USER.matcher(log()).results().filter(result -> result.group(1).equals(clientId))
                .reduce((first, second) -> second).map(result -> result.group(2)).orElse("");
    }

    /** How many CONNECTs it has accepted since its first start. */
    public int connectCount() {
        return connectedClientIds().size();
    }

    /** How many CONNECTs with this Client Identifier it has accepted since its first start. */
    public int connectCount(String clientId) {
        return (int) connectedClientIds().stream().filter(clientId::equals).count();
    }

    /** The Client Identifier of each CONNECT that it has accepted since its first start, in order. */
    public List<String> connectedClientIds() {
        return NEW_CLIENT.matcher(log()).results().map(result -> result.group(1)).toList();
    }
}
