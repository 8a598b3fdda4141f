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
package io.github.camelmqttx.examples.failover;

import java.util.List;

import io.github.camelmqttx.MqttxSessionEvent.Kind;
import io.github.camelmqttx.examples.broker.Example;
import io.github.camelmqttx.examples.broker.LocalBroker;
import io.github.camelmqttx.examples.broker.Stage;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;

/** Kills brokers while orders are sent and received, and counts. */
public final class Failover {

    private static final List<String> SESSIONS = List.of("shop", "warehouse");
    private static final List<String> SENDERS = List.of("send-qos1", "send-qos2");
    private static final int CALM_MILLIS = 1000;

    private final Stage stage;
    private final Orders orders = new Orders();
    private final SessionEvents events;
    private final LocalBroker first;
    private final LocalBroker second;

    private Failover(Stage stage) throws Exception {
        this.stage = stage;
        this.events = new SessionEvents(stage::say);
        this.first = broker("broker-1");
        this.second = broker("broker-2");
    }

    public static void main(String[] arguments) {
        Example.run(stage -> new Failover(stage).play());
    }

    private LocalBroker broker(String name) throws Exception {
        LocalBroker broker = stage.closeAtEnd(new LocalBroker(LocalBroker.freePort(), stage.fresh(name)));
        broker.start();
        return broker;
    }

    private void play() throws Exception {
        stage.say("### two brokers that know nothing of each other: " + first.uri() + " (preferred), " + second.uri());
        visit(second);
        Main camel = application(first.uri() + "," + second.uri());
        camel.bind("events", events);
        stage.closeAtEnd(camel::stop);
        camel.start();
        CamelContext context = camel.getCamelContext();
        stage.say("health: " + Health.text(context));
        for (String sender : SENDERS) {
            context.getRouteController().startRoute(sender);
        }
        stage.pass(CALM_MILLIS);

        failOver();
        awaitHealth(context);
        stage.pass(CALM_MILLIS);
        loseBoth(context);
        failBack();
        awaitHealth(context);
        stage.pass(CALM_MILLIS);

        for (String sender : SENDERS) {
            context.getRouteController().stopRoute(sender);
        }
        fetchTheRest();
        sum();
    }

    /**
     * A broker drops what nobody has subscribed to. So the routes run at the second broker once, and leave the durable
     * session of the warehouse there.
     */
    private void visit(LocalBroker broker) throws Exception {
        Main visitor = application(broker.uri());
        visitor.start();
        visitor.stop();
    }

    private Main application(String brokers) {
        Main camel = new Main();
        camel.addInitialProperty("brokers", brokers);
        camel.bind("orders", orders);
        camel.configure().addRoutesBuilder(new FailoverRoutes());
        return camel;
    }

    /** Up means connected and subscribed. */
    private void awaitHealth(CamelContext context) throws InterruptedException {
        stage.await("health to be up", () -> Health.isUp(context));
        stage.say("health: " + Health.text(context));
    }

    private void failOver() throws Exception {
        stage.say("### the preferred broker is killed (SIGKILL), orders made so far: " + orders.begun());
        first.kill();
        awaitAt(second);
    }

    private void loseBoth(CamelContext context) throws Exception {
        stage.say("### the other broker is killed too");
        second.kill();
        stage.await("health to be down", () -> !Health.isUp(context));
        stage.pass(CALM_MILLIS);
        stage.say("health: " + Health.text(context));
        stage.check("health is down while there is no broker", !Health.isUp(context));
        stage.say("### the other broker is started again; orders made meanwhile wait: "
                  + (orders.begun() - orders.total().sent()));
        second.start();
        awaitAt(second);
    }

    private void failBack() throws Exception {
        stage.say("### the preferred broker is started again");
        first.start();
        awaitAt(first);
    }

    /** What the other broker still holds for the warehouse arrives when the warehouse returns to it. */
    private void fetchTheRest() throws Exception {
        stage.say("### no more orders; the preferred broker is stopped, so that the sessions fetch what the other one holds: "
                  + orders.total().missing());
        first.stop();
        awaitAt(second);
        stage.await("everything to arrive", () -> orders.total().missing() == 0);
    }

    private void awaitAt(LocalBroker broker) throws InterruptedException {
        for (String session : SESSIONS) {
            stage.await(session + " to be at " + broker.uri(), () -> events.isAt(session, broker.uri()));
        }
    }

    private void sum() {
        for (int qos : List.of(1, 2)) {
            stage.say("QoS " + qos + ": " + orders.figures(qos));
        }
        stage.check("every order was accepted by a broker, of " + orders.begun(), orders.total().sent() == orders.begun());
        stage.check("no order is missing", orders.total().missing() == 0);
        for (String session : SESSIONS) {
            stage.check(session + " has failed over and back", events.count(session, Kind.FAILED_OVER) > 0
                    && events.count(session, Kind.FAILED_BACK) == 1);
        }
    }
}
