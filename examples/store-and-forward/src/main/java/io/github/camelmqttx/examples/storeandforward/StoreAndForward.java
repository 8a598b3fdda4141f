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
package io.github.camelmqttx.examples.storeandforward;

import java.io.IOException;
import java.nio.file.Path;

import io.github.camelmqttx.examples.broker.Example;
import io.github.camelmqttx.examples.broker.Figures;
import io.github.camelmqttx.examples.broker.JavaProcess;
import io.github.camelmqttx.examples.broker.LocalBroker;
import io.github.camelmqttx.examples.broker.Stage;
import io.github.camelmqttx.examples.broker.Tally;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** Kills the sender while it stores and while it sends, and counts what arrives. */
public final class StoreAndForward {

    private static final String STREAM = "position";
    /** Each life of the sender counts on from a million more. */
    private static final long MILLION = 1_000_000;
    private static final int ENOUGH = 100;
    private static final int SOME = 20;

    private final Stage stage;
    private final LocalBroker broker;
    private final Path outbox;
    private final Tally tally = new Tally();

    private StoreAndForward(Stage stage) throws IOException {
        this.stage = stage;
        this.broker = stage.closeAtEnd(new LocalBroker(LocalBroker.freePort(), stage.fresh("broker")));
        this.outbox = stage.fresh("outbox");
    }

    public static void main(String[] arguments) {
        Example.run(stage -> new StoreAndForward(stage).play());
    }

    private void play() throws Exception {
        broker.start();
        CamelContext receiver = stage.closeAtEnd(receiver());
        receiver.start();
        broker.stop();
        stage.say("### the receiver has a durable session at " + broker.uri() + ", which is stopped now");

        JavaProcess first = sender(1, Integer.MAX_VALUE);
        awaitStored(ENOUGH);
        first.kill();
        int stored = figures().sent();
        stage.say("### there is no broker; the sender has stored " + stored + " messages, and is killed (SIGKILL)");

        JavaProcess second = sender(2, Integer.MAX_VALUE);
        awaitStored(stored + ENOUGH);
        stage.say("### still no broker; the sender is back and has stored " + (figures().sent() - stored)
                  + " more; now the broker is started");
        stage.check("nothing has arrived yet", figures().arrived() == 0);
        broker.start();
        stage.await("some messages to arrive", () -> figures().arrived() >= SOME);
        second.kill();
        stage.say("### the sender is killed again, in the middle of sending: " + figures());
        stage.check("there was more to send", figures().missing() > 0);

        JavaProcess third = sender(3, ENOUGH);
        awaitStored(figures().sent() + ENOUGH);
        stage.say("### the sender is back again and has stored " + ENOUGH + " more");
        stage.await("everything to arrive", () -> figures().missing() == 0);
        stage.check("the sender stops in order", third.stop() == 0);
        sum();
    }

    private Figures figures() {
        return tally.figures(STREAM);
    }

    private void awaitStored(int count) throws InterruptedException {
        stage.await(count + " messages to be stored", () -> figures().sent() >= count);
    }

    /** @param count of messages that it makes */
    private JavaProcess sender(int life, int count) throws IOException {
        return stage.closeAtEnd(
                JavaProcess.start(Sender.class, stage.directory(), this::told, "sender-" + life, broker.uri(),
                        outbox.toString(), String.valueOf(life * MILLION), String.valueOf(count)));
    }

    private void told(String line) {
        if (line.startsWith(Sender.STORED)) {
            tally.sent(STREAM, Long.parseLong(line.substring(Sender.STORED.length())));
        }
    }

    private CamelContext receiver() throws Exception {
        CamelContext context = new DefaultCamelContext();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("mqttx:vehicle/+/position?qos=2&brokers=" + broker.uri()
                     + "&clientId=office&cleanStart=false&sessionExpiryInterval=1d"
                     + "&testConnectionOnStartup=true&reconnectDelay=200ms&reconnectMaxDelay=500ms").routeId("office")
                        .process(exchange -> tally.arrived(STREAM, exchange.getMessage().getBody(Long.class)));
            }
        });
        return context;
    }

    private void sum() {
        Figures figures = figures();
        stage.say("messages: " + figures);
        stage.say("stored, but killed before it could say so: " + (figures.arrived() - figures.sent()));
        stage.check("nothing that was stored is missing", figures.missing() == 0);
        stage.check("nothing has arrived twice", figures.again() == 0);
    }
}
