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
package io.github.camelmqttx.examples.bridge;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;

import io.github.camelmqttx.examples.broker.Example;
import io.github.camelmqttx.examples.broker.LocalBroker;
import io.github.camelmqttx.examples.broker.Stage;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;

/** Publishes readings, kills the database, and compares what was published with what is in the table. */
public final class Bridge {

    private static final int READINGS = 100;
    private static final long NONSENSE = 150;
    private static final int QUIET_MILLIS = 1000;

    private final Stage stage;
    private final LocalBroker broker;
    private final Database database;
    private final Desk desk;
    private long published;

    private Bridge(Stage stage) throws IOException {
        this.stage = stage;
        this.broker = stage.closeAtEnd(new LocalBroker(LocalBroker.freePort(), stage.fresh("broker")));
        this.database = stage.closeAtEnd(new Database(stage.fresh("database")));
        this.desk = new Desk(stage::say);
    }

    public static void main(String[] arguments) {
        Example.run(stage -> new Bridge(stage).play());
    }

    private void play() throws Exception {
        broker.start();
        database.start(stage.directory());
        database.createTable();
        Main camel = application();
        stage.closeAtEnd(camel::stop);
        camel.start();
        stage.say("### from broker " + broker.uri() + " into a database");
        try (ProducerTemplate template = camel.getCamelContext().createProducerTemplate()) {
            publish(template);
            stage.await("the readings to be stored", () -> desk.attempts() >= READINGS);
            database.kill();
            stage.say("### the database is killed (SIGKILL)");
            publish(template);
            stage.await("the broker to send unacknowledged readings again", () -> desk.repetitions() > 0);
            stage.say("    the broker has sent unacknowledged readings again: " + desk.repetitions());
            database.start(stage.directory());
            stage.say("### the database is started again, with " + database.rows() + " rows of " + published
                      + " published readings");
            publish(template);
        }
        stage.await("everything to be stored or refused", () -> stored() + desk.failed().size() == published);
        camel.stop();
        restart();
        sum();
    }

    private Main application() {
        Main camel = new Main();
        camel.addInitialProperty("brokers", broker.uri());
        camel.bind("readings", database.dataSource());
        camel.bind("desk", desk);
        return camel;
    }

    /** Each publish returns when the broker has the reading. */
    private void publish(ProducerTemplate template) {
        for (int i = 0; i < READINGS; i++) {
            published++;
            String reading = published == NONSENSE ? "broken" : String.valueOf(published / 100.0);
            template.sendBodyAndHeader("mqttx:meters/" + published % 7 + "/energy?qos=1", reading, "number", published);
        }
        stage.say("    published so far: " + published);
    }

    /** What has been acknowledged does not come again. */
    private void restart() throws Exception {
        int attempts = desk.attempts();
        Main camel = application();
        stage.closeAtEnd(camel::stop);
        camel.start();
        stage.pass(QUIET_MILLIS);
        stage.say("### the application is started again; readings that come again: " + (desk.attempts() - attempts));
        stage.check("everything was acknowledged", desk.attempts() == attempts);
    }

    private int stored() {
        try {
            return database.rows();
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot count the rows", e);
        }
    }

    private void sum() {
        stage.say("readings: published " + published + ", stored " + stored() + ", refused " + desk.failed().size()
                  + ", repeated attempts " + desk.repetitions());
        stage.check("each reading is in the table once, or was refused by the database",
                stored() + desk.failed().size() == published);
        stage.check("only nonsense was refused", desk.failed().equals(Map.of(NONSENSE, "broken")));
    }
}
