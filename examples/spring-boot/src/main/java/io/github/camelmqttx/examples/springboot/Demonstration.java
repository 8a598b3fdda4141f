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
package io.github.camelmqttx.examples.springboot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.camelmqttx.MqttxComponent;
import io.github.camelmqttx.MqttxConfiguration;
import io.github.camelmqttx.examples.broker.Example;
import io.github.camelmqttx.examples.broker.LocalBroker;
import io.github.camelmqttx.examples.broker.Stage;
import org.apache.camel.CamelContext;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Runs the application against a broker that is killed and comes back, and stops it. */
public final class Demonstration {

    private static final int SOME = 100;

    private final Stage stage;
    private final Path log;
    private final LocalBroker broker;

    private Demonstration(Stage stage) throws IOException {
        this.stage = stage;
        this.log = stage.fresh("application").resolve("application.log");
        this.broker = stage.closeAtEnd(new LocalBroker(LocalBroker.freePort(), stage.fresh("broker")));
    }

    public static void main(String[] arguments) {
        Example.run(stage -> new Demonstration(stage).play());
    }

    private void play() throws Exception {
        broker.start();
        stage.say("a broker is at " + broker.uri());
        try (ConfigurableApplicationContext application = SpringApplication.run(PlantApplication.class,
                "--plant.brokers=" + broker.uri(), "--logging.file.name=" + log)) {
            CamelContext camel = application.getBean(CamelContext.class);
            MqttxConfiguration options = camel.getComponent("mqttx", MqttxComponent.class).getConfiguration();
            stage.say("the application runs with clientId=" + options.getClientId() + ", cleanStart=" + options.isCleanStart()
                      + ", sessionExpiryInterval=" + options.getSessionExpiryInterval());
            killAndRestart(camel, application.getBean(Ledger.class));
        }
        stage.say("the application has stopped");
        stage.await("the end of all threads of the component", () -> threads().isEmpty());
        stage.check("no thread of the component is left", threads().isEmpty());
        stage.check("the last packet of the connection was DISCONNECT", Files.readAllLines(log).stream()
                .filter(line -> line.contains(" -> ")).reduce((first, second) -> second).orElse("").contains("-> DISCONNECT"));
    }

    private void killAndRestart(CamelContext camel, Ledger ledger) throws Exception {
        stage.await("some measurements", () -> ledger.figures().arrived() >= SOME);
        stage.say(text(ledger) + "; the broker is killed");
        broker.kill();
        long begun = ledger.begun();
        stage.await("some measurements without a broker", () -> ledger.begun() >= begun + SOME);
        stage.say(text(ledger) + "; the broker is started again");
        broker.start();
        stage.await("the measurements of the outage", () -> ledger.figures().arrived() >= begun + 2 * SOME);
        camel.getRouteController().stopRoute("send");
        stage.await("what is under way",
                () -> ledger.figures().missing() == 0 && ledger.figures().sent() == ledger.begun());
        stage.say(text(ledger));
        stage.check("each measurement has arrived", ledger.figures().missing() == 0);
    }

    private static String text(Ledger ledger) {
        return "measurements: made " + ledger.begun() + ", " + ledger.figures();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                .filter(name -> name.startsWith("mqttx") || name.startsWith("Camel "))
                .toList();
    }
}
