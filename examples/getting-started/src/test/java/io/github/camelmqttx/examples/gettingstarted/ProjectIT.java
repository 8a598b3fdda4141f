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
package io.github.camelmqttx.examples.gettingstarted;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.example.Application;
import io.github.camelmqttx.examples.broker.LocalBroker;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeCompletedEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailedEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Runs the project of the page "Getting started" with its own properties; only the address of the broker is another.
 */
@Timeout(120)
class ProjectIT {

    private static final Path POM = Path.of("project", "pom.xml");

    @TempDir
    Path directory;
    private LocalBroker broker;

    @BeforeEach
    void startBroker() throws Exception {
        broker = new LocalBroker(LocalBroker.freePort(), directory.resolve("broker"));
        broker.start();
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    @DisplayName("C13 the routes of the first page run; the broker is killed and comes back: what was sent is received")
    void brokerKilledAndBack_everythingSentIsReceived() throws Exception {
        Exchanges exchanges = new Exchanges();
        try (Running main = run(exchanges)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> exchanges.received().size() >= 2);
            broker.kill();
            broker.start();
            int before = exchanges.sent().size();
            await().atMost(Duration.ofSeconds(40)).until(() -> exchanges.sent().size() >= before + 3);
            main.context().getRouteController().stopRoute("send");
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(exchanges.received()).containsAll(exchanges.sent()));
        }
        assertThat(exchanges.failed()).isEmpty();
    }

    @Test
    @DisplayName("C13 what is published while the application of the first page is away arrives when it is back")
    void applicationAway_getsWhatWasPublished() throws Exception {
        run(new Exchanges()).close();
        try (DefaultCamelContext other = new DefaultCamelContext()) {
            other.start();
            other.createFluentProducerTemplate().withBody("999")
                    .to("mqttx:sensors/oven9/temperature?qos=1&brokers=" + broker.uri()).send();
        }
        Exchanges exchanges = new Exchanges();
        try (Running main = run(exchanges)) {
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(exchanges.received()).contains("999"));
        }
    }

    @Test
    @DisplayName("C13 the POM of the first page has the versions of this build")
    void pom_hasTheVersionsOfThisBuild() throws Exception {
        assertThat(Files.readString(POM))
                .contains("<camel.version>" + System.getProperty("expected.camel.version") + "</camel.version>")
                .contains("<camel-mqttx.version>" + System.getProperty("expected.project.version") + "</camel-mqttx.version>")
                .contains("<version>" + System.getProperty("expected.compiler.version") + "</version>");
    }

    private Running run(Exchanges exchanges) {
        Main main = new Main(Application.class);
        main.addOverrideProperty("camel.component.mqttx.brokers", broker.uri());
        main.bind("exchanges", exchanges);
        main.start();
        return new Running(main);
    }

    /** The application, until it is closed. */
    private record Running(Main main) implements AutoCloseable {

        CamelContext context() {
            return main.getCamelContext();
        }

        @Override
        public void close() {
            main.stop();
        }
    }

    /** The bodies of ended exchanges, by route. */
    private static final class Exchanges extends EventNotifierSupport {

        private final List<String> sent = new CopyOnWriteArrayList<>();
        private final List<String> received = new CopyOnWriteArrayList<>();
        private final List<String> failed = new CopyOnWriteArrayList<>();

        @Override
        public void notify(CamelEvent event) {
            if (event instanceof ExchangeCompletedEvent completed) {
                Exchange exchange = completed.getExchange();
                ("send".equals(exchange.getFromRouteId()) ? sent : received).add(exchange.getMessage().getBody(String.class));
            } else if (event instanceof ExchangeFailedEvent failure) {
                failed.add(String.valueOf(failure.getExchange().getException()));
            }
        }

        List<String> sent() {
            return sent;
        }

        List<String> received() {
            return received;
        }

        List<String> failed() {
            return failed;
        }
    }
}
