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
package io.github.camelmqttx.examples.kamelets;

import io.github.camelmqttx.examples.broker.Example;
import io.github.camelmqttx.examples.broker.LocalBroker;
import io.github.camelmqttx.examples.broker.Stage;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Kills the broker and the application while measurements are under way, and counts. */
public final class Kamelets {

    private static final int CALM_MILLIS = 1000;
    private static final String SENDER = "measure";

    private final Stage stage;
    private final Books books = new Books();
    private final LocalBroker broker;

    private Kamelets(Stage stage) throws Exception {
        this.stage = stage;
        this.broker = stage.closeAtEnd(new LocalBroker(LocalBroker.freePort(), stage.fresh("broker")));
    }

    public static void main(String[] arguments) {
        Example.run(stage -> new Kamelets(stage).play());
    }

    private void play() throws Exception {
        stage.say("### a broker, and routes that use the Kamelets mqttx-source and mqttx-sink");
        broker.start();
        CamelContext camel = application();
        camel.getRouteController().startRoute(SENDER);
        stage.pass(CALM_MILLIS);
        stage.say(books.summary());

        stage.say("### the broker is killed (SIGKILL)");
        broker.kill();
        stage.pass(CALM_MILLIS);
        stage.say("### the broker is started again");
        broker.start();
        stage.pass(CALM_MILLIS);
        stage.say(books.summary());

        camel.getRouteController().stopRoute(SENDER);
        stage.say("### no more measurements; what is under way arrives");
        stage.await("every measurement to arrive", () -> books.figures().missing() == 0);
        sum();
        stage.say("### a Kamelet without a topic");
        String mistake = mistake(camel);
        stage.say(mistake);
        stage.check("Camel says which Kamelet and which property",
                mistake.contains("mqttx-source") && mistake.endsWith("topic"));
    }

    private CamelContext application() throws Exception {
        Main camel = new Main();
        camel.addInitialProperty("brokers", broker.uri());
        camel.bind("books", books);
        stage.closeAtEnd(camel::stop);
        camel.start();
        return camel.getCamelContext();
    }

    /** What Camel says about a route with a mistake; the other routes go on. */
    private static String mistake(CamelContext camel) {
        try {
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(ResourceHelper.resolveMandatoryResource(camel, "classpath:mistakes.camel.yaml"));
            return "nothing";
        } catch (Exception e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            return root.getMessage();
        }
    }

    private void sum() {
        stage.say(books.summary());
        stage.check("no measurement is missing", books.figures().missing() == 0);
        stage.check("those that cannot be worked on are in the topic for them, and no other",
                !books.rejected().isEmpty() && books.rejected().stream().allMatch(number -> number % Books.BAD == 0)
                        && books.rejected().size() == books.figures().arrived() / Books.BAD);
    }
}
