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
package io.github.camelmqttx.it;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.camelmqttx.testbed.Broker;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.PacketType;
import io.github.camelmqttx.testbed.ProbeMessage;
import io.github.camelmqttx.testbed.ReceivedPacket;
import io.github.camelmqttx.testbed.ScriptedBroker;
import io.github.camelmqttx.testbed.ScriptedConnection;
import io.github.camelmqttx.testbed.TcpProxy;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.camelmqttx.it.Its.until;
import static org.assertj.core.api.Assertions.assertThat;

/** Stops of routes and contexts at bad moments. */
@Timeout(120)
class StopUnderLoadIT {

    private static MosquittoBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = Its.mosquitto(BrokerOptions.plain());
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @ParameterizedTest(name = "F16 {0}: 30 stops under load, QoS {1}, concurrency {2}")
    @CsvSource({ "context,1,1", "context,2,8", "route,1,8", "route,2,1" })
    @DisplayName("F16 stop and start under load, again and again: nothing lost, nothing twice")
    void stopUnderLoad_manyTimes_nothingLostNothingTwice(String what, int qos, int concurrency) throws Exception {
        new Load("stop-" + what + qos, qos, concurrency).run(what, 30);
    }

    @Test
    @Tag("slow")
    @Timeout(1800)
    @DisplayName("F16 1 000 stops under load: nothing lost, nothing twice")
    void stopUnderLoad_thousandTimes_nothingLostNothingTwice() throws Exception {
        new Load("stop-thousand", 1, 8).run("context", 1000);
    }

    @ParameterizedTest(name = "F16 promise 9, QoS {0}: the acknowledgements of exchanges in flight leave before DISCONNECT")
    @ValueSource(ints = { 1, 2 })
    @DisplayName("F16 promise 9: exchanges in flight finish at a stop, and their acknowledgements leave before DISCONNECT")
    void stop_exchangesInFlight_finishAndAreAcknowledgedBeforeDisconnect(int qos) throws Exception {
        Inbox inbox = new Inbox().shut();
        try (ScriptedBroker scripted = ScriptedBroker.start()) {
            Application application = new Application(scripted.uri());
            application
                    .route("in", "mqttx:in/#?clientId=ending&concurrency=4&willTopic=gone&qos=" + qos + ItSupport.DURABLE,
                            inbox)
                    .start();
            ScriptedConnection connection = scripted.awaitConnection();
            for (int id = 1; id <= 4; id++) {
                connection.publish("in/" + (char) ('a' + id), Integer.toString(id), qos, id);
            }
            until(() -> inbox.entered().size() >= 2);
            Thread stopper = new Thread(application::close, "stopper");
            stopper.start();
            until(() -> application.context().isStopping());
            inbox.open();
            stopper.join(30_000);
            assertThat(stopper.isAlive()).isFalse();
            int finished = inbox.size();
            connection.await(PacketType.DISCONNECT);
            assertThat(finished).isGreaterThanOrEqualTo(2).isEqualTo(inbox.entered().size());
            assertThat(connection.received()).extracting(ReceivedPacket::type).endsWith(PacketType.DISCONNECT)
                    .filteredOn(type -> type == (qos == 1 ? PacketType.PUBACK : PacketType.PUBREC)).hasSize(finished);
            assertThat(connection.received(PacketType.DISCONNECT).get(0).reasonCode()).isZero();
            assertThat(scripted.connections()).hasSize(1);
        }
    }

    @ParameterizedTest(name = "F23 promise 9: stop while the broker is {0}")
    @ValueSource(strings = { "refusing", "silent", "gone silent", "gone" })
    @DisplayName("F23 promise 9: stop from every state ends, leaves nothing behind and never connects again")
    void stop_brokerInTrouble_endsAndNeverConnectsAgain(String trouble) throws Exception {
        String session = "?clientId=stop-trouble&connectionTimeout=1s" + Its.QUICK;
        try (TcpProxy proxy = TcpProxy.to(broker)) {
            Application application = new Application(proxy.uri());
            application.route("in", "mqttx:trouble/#" + session, new Inbox());
            if (trouble.equals("refusing")) {
                proxy.down();
            } else if (trouble.equals("silent")) {
                proxy.blackHole();
            }
            application.start();
            if (trouble.equals("gone silent")) {
                proxy.blackHole();
            } else if (trouble.equals("gone")) {
                proxy.down();
                until(() -> !application.isUp("in"));
            }
            var outcomes = application.publishAll("mqttx:trouble/out" + session + "&publishTimeout=2s", Its.numbers(10));
            application.close();
            outcomes.forEach(outcome -> assertThat(outcome.join().getException()).isNotNull());
            int connections = proxy.acceptedConnections();
            proxy.heal();
            proxy.up();
            until(() -> proxy.openConnections() == 0);
            assertThat(proxy.acceptedConnections()).isEqualTo(connections);
        }
    }

    /** A publisher that does not stop, and a durable consumer that does again and again. */
    private static final class Load {

        private static final int AHEAD = 300;

        private final String name;
        private final int qos;
        private final int concurrency;
        private final Inbox routed = new Inbox();

        Load(String name, int qos, int concurrency) {
            this.name = name;
            this.qos = qos;
            this.concurrency = concurrency;
        }

        void run(String what, int times) throws Exception {
            AtomicBoolean enough = new AtomicBoolean();
            AtomicInteger published = new AtomicInteger();
            Thread publisher = new Thread(() -> publish(broker, enough, published), "publisher");
            int done = what.equals("context") ? stopContexts(publisher, times) : stopRoutes(publisher, times);
            enough.set(true);
            publisher.join(60_000);
            try (Application last = application()) {
                until(() -> new HashSet<>(routed.texts()).size() == published.get());
            }
            assertThat(done).isEqualTo(times);
            assertThat(Its.repeated(routed.texts())).isEmpty();
        }

        private Application application() throws Exception {
            return new Application(broker.uri()).routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("mqttx:" + name + "/#?clientId=" + name + "&qos=" + qos + "&concurrency=" + concurrency
                         + "&receiveMaximum=50" + ItSupport.DURABLE)
                            .routeId("in").process(routed);
                }
            }).start();
        }

        private int stopContexts(Thread publisher, int times) throws Exception {
            for (int i = 0; i < times; i++) {
                try (Application application = application()) {
                    if (i == 0) {
                        publisher.start();
                    }
                    awaitSome();
                }
            }
            return times;
        }

        private int stopRoutes(Thread publisher, int times) throws Exception {
            try (Application application = application()) {
                publisher.start();
                for (int i = 0; i < times; i++) {
                    awaitSome();
                    application.context().getRouteController().stopRoute("in");
                    application.context().getRouteController().startRoute("in");
                }
            }
            return times;
        }

        private void awaitSome() {
            int some = routed.size() + 50;
            until(() -> routed.size() >= some);
        }

        private void publish(Broker to, AtomicBoolean enough, AtomicInteger published) {
            try (MqttProbe probe = MqttProbe.connect(to)) {
                while (!enough.get()) {
                    until(() -> published.get() - routed.size() < AHEAD || enough.get());
                    int number = published.get();
                    List<ProbeMessage> batch = new ArrayList<>();
                    for (int i = 0; i < 10; i++) {
                        batch.add(ProbeMessage.of(name + "/" + i, Integer.toString(number + i), qos));
                    }
                    probe.publishAll(batch);
                    published.addAndGet(10);
                }
            }
        }
    }
}
