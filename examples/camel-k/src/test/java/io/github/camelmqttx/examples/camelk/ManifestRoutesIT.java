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
package io.github.camelmqttx.examples.camelk;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelmqttx.examples.broker.LocalBroker;
import io.github.camelmqttx.examples.broker.Logs;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.component.file.cluster.FileLockClusterService;
import org.apache.camel.main.Main;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.RoutePolicySupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the routes of the manifests, word for word, in this JVM. Replaced are the brokers, how one logs in to them, and
 * the name of the pod; a file stands for the Lease. Whether a cluster takes the manifests is not tried here.
 */
@Timeout(60)
class ManifestRoutesIT {

    /** About the brokers of the manifests, which are not here. */
    private static final Set<String> LOGIN
            = Set.of("brokers", "userName", "passwordFile", "trustStore", "rotationCheckInterval");
    private static final String OPTION = "camel.component.mqttx.";
    /** A topic for each Topic Filter of the manifests. */
    private static final Map<String, String> TOPICS = Map.of(
            "temperatures", "sensors/1/temperature", "readings", "sensors/2", "orders", "orders/3", "plant7", "plant7/oven");

    @TempDir
    private static Path directory;
    private static LocalBroker broker;

    static List<Manifest> withRoutes() {
        return Manifest.withRoutes();
    }

    @BeforeAll
    static void startBroker() throws Exception {
        Logs.toFile(Path.of("target", "camel-k.log"));
        broker = new LocalBroker(LocalBroker.freePort(), directory.resolve("broker"));
        broker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withRoutes")
    @DisplayName("C17 the routes in the manifests carry messages")
    void routes_ofTheManifest_carryMessages(Manifest manifest) throws Exception {
        Completed completed = new Completed();
        Main camel = new Main();
        Properties configuration = configuration(manifest);
        configuration.stringPropertyNames().forEach(name -> camel.addInitialProperty(name, configuration.getProperty(name)));
        camel.bind("completed", completed);
        camel.bind("cluster", lock());
        camel.start();
        try {
            JsonNode routes = manifest.routes();
            useOurBroker(routes);
            String yaml = Manifest.YAML.writeValueAsString(routes).replace("{{env:HOSTNAME}}", "pod-0");
            PluginHelper.getRoutesLoader(camel.getCamelContext()).loadRoutes(ResourceHelper.fromString("routes.yaml", yaml));
            String route = routes.at("/0/route/id").asText();
            Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> {
                camel.getCamelTemplate().sendBody("mqttx:" + TOPICS.get(route) + "?brokers=" + broker.uri(), "hello");
                return completed.routes.contains(route);
            });
        } finally {
            camel.stop();
        }
    }

    private static Properties configuration(Manifest manifest) {
        Properties ours = new Properties();
        Properties theirs = manifest.configuration();
        theirs.stringPropertyNames().stream()
                .filter(name -> name.startsWith(OPTION) && !LOGIN.contains(name.substring(OPTION.length())))
                .forEach(name -> ours.setProperty(name, theirs.getProperty(name)));
        ours.setProperty(OPTION + "brokers", broker.uri());
        return ours;
    }

    private static void useOurBroker(JsonNode node) {
        if (node instanceof ObjectNode object && object.has("brokers")) {
            object.remove(LOGIN);
            object.put("brokers", broker.uri());
        }
        node.forEach(ManifestRoutesIT::useOurBroker);
    }

    private static FileLockClusterService lock() {
        FileLockClusterService service = new FileLockClusterService();
        service.setRoot(directory.resolve("cluster").toString());
        service.setAcquireLockDelay(100, TimeUnit.MILLISECONDS);
        service.setAcquireLockInterval(100, TimeUnit.MILLISECONDS);
        return service;
    }

    /** Which routes have completed an exchange without failure. */
    private static final class Completed extends RoutePolicySupport implements RoutePolicyFactory {

        private final Set<String> routes = ConcurrentHashMap.newKeySet();

        @Override
        public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
            return this;
        }

        @Override
        public void onExchangeDone(Route route, Exchange exchange) {
            if (exchange.getException() == null) {
                routes.add(route.getId());
            }
        }
    }
}
