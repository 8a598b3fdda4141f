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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.github.camelmqttx.CredentialsProvider;
import io.github.camelmqttx.EnhancedAuthentication;
import io.github.camelmqttx.MqttxCredentials;
import io.github.camelmqttx.MqttxSessionEvent.Kind;
import io.github.camelmqttx.ScramAuthentication;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.HiveMqBroker;
import io.github.camelmqttx.testbed.LogCapture;
import io.github.camelmqttx.testbed.LogLine;
import io.github.camelmqttx.testbed.MosquittoBroker;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Credentials and SCRAM-SHA-256 at HiveMQ, which checks the proof and signs for itself. */
@Timeout(90)
class EnhancedAuthenticationIT {

    private static final String USER = "plant";
    private static final String SECRET = "t0p-s3cret";
    /** Where an application may have its password from. */
    private static final String PASSWORD = "plant.password";
    private static HiveMqBroker broker;

    @BeforeAll
    static void startBroker() {
        System.setProperty(PASSWORD, SECRET);
        broker = HiveMqBroker.create(BrokerOptions.plain().withUser(USER, SECRET));
        broker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
        System.clearProperty(PASSWORD);
    }

    /** SCRAM that is repeated, and tells how often the broker has proved itself. */
    private static final class Repeated implements EnhancedAuthentication {

        private final EnhancedAuthentication scram = new ScramAuthentication(USER, SECRET);
        private final AtomicInteger accepted = new AtomicInteger();

        @Override
        public String method() {
            return scram.method();
        }

        @Override
        public Exchange begin(String uri, String clientId) throws Exception {
            Exchange exchange = scram.begin(uri, clientId);
            return new Exchange() {
                @Override
                public byte[] first() throws Exception {
                    return exchange.first();
                }

                @Override
                public byte[] next(byte[] data) throws Exception {
                    return exchange.next(data);
                }

                @Override
                public void accepted(byte[] data) throws Exception {
                    exchange.accepted(data);
                    accepted.incrementAndGet();
                }

                @Override
                public Duration repeatAfter() {
                    return Duration.ofSeconds(1);
                }
            };
        }
    }

    private static ItSupport with(EnhancedAuthentication bean) {
        ItSupport it = new ItSupport(broker);
        it.context().getRegistry().bind("scram", bean);
        return it;
    }

    @Test
    @DisplayName("X11 M65 SCRAM-SHA-256: both sides prove themselves, messages flow; TRACE shows AUTH but no secret")
    void scram_rightPassword_connectsAndSaysNoSecret() throws Exception {
        try (ItSupport it = new ItSupport(broker); LogCapture log = LogCapture.start()) {
            Recorder recorder = new Recorder();
            CamelContext camelContext = it.context();
            it.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    // tag::scram[]
                    camelContext.getRegistry().bind("scram", new ScramAuthentication("plant", System.getProperty(PASSWORD)));

                    from("mqttx:scram/#?enhancedAuthentication=#scram&clientId=scram-in&testConnectionOnStartup=true")
                            .to("direct:in");
                    // end::scram[]
                    from("direct:in").process(recorder);
                }
            });
            it.start();
            it.send("mqttx:scram/a?enhancedAuthentication=#scram&clientId=scram-out", "p4yl0ad");
            assertThat(recorder.awaitFirst().text()).isEqualTo("p4yl0ad");
            List<String> packets = log.lines().stream().filter(line -> line.logger().endsWith("packets"))
                    .map(LogLine::message).toList();
            assertThat(packets).anyMatch(line -> line.matches(".*scram-in.* <- AUTH Continue authentication \\(0x18\\).*"))
                    .anyMatch(line -> line.matches(".*scram-in.* -> AUTH Continue authentication \\(0x18\\).*"));
            assertThat(log.text()).doesNotContain(SECRET).doesNotContain("n=" + USER).doesNotContain("p4yl0ad")
                    .doesNotContain("biws");
        }
    }

    @Test
    @DisplayName("X11 [MQTT-4.12.1-1] re-authentication every second while messages flow: the connection stays, none is lost")
    void scram_isRepeated_connectionStaysAndNothingIsLost() throws Exception {
        Repeated bean = new Repeated();
        try (ItSupport it = with(bean)) {
            SessionWatch watch = SessionWatch.on(it);
            Recorder in = it.record("in",
                    "mqttx:again/#?qos=2&enhancedAuthentication=#scram&clientId=again-in&testConnectionOnStartup=true");
            it.start();
            int sent = 0;
            while (bean.accepted.get() < 6) {
                it.send("mqttx:again/a?qos=2&enhancedAuthentication=#scram&clientId=again-out", "message " + sent++);
            }
            in.await(sent);
            assertThat(in.texts()).hasSize(sent).doesNotHaveDuplicates();
            assertThat(watch.events(Kind.DISCONNECTED)).isEmpty();
            assertThat(watch.isUp("in")).isTrue();
        }
    }

    @Test
    @DisplayName("X11 M63 SCRAM with a wrong password: Not authorized (0x87), without the password")
    void scram_wrongPassword_isSaidAndRetried() throws Exception {
        try (ItSupport it = with(new ScramAuthentication(USER, "wr0ng-s3cret")); LogCapture log = LogCapture.start()) {
            SessionWatch watch = SessionWatch.on(it);
            it.record("in", "mqttx:scram/#?enhancedAuthentication=#scram" + Its.QUICK);
            it.start();
            watch.await(Kind.ROUND_FAILED);
            assertThat(watch.problem("in")).contains("Not authorized (0x87)", "the proof is wrong");
            assertThat(log.text()).doesNotContain("wr0ng-s3cret");
        }
    }

    @Test
    @DisplayName("X11 M63 [MQTT-4.12.0-1] a method that HiveMQ or mosquitto does not know: Bad authentication method (0x8C)")
    void method_isUnknown_isSaid() throws Exception {
        EnhancedAuthentication unknown = new EnhancedAuthentication() {
            @Override
            public String method() {
                return "PLANT-1";
            }

            @Override
            public Exchange begin(String uri, String clientId) throws Exception {
                return new ScramAuthentication(USER, SECRET).begin(uri, clientId);
            }
        };
        try (ItSupport it = with(unknown); MosquittoBroker mosquitto = Its.mosquitto(BrokerOptions.plain())) {
            it.start();
            for (String uri : List.of(broker.uri(), mosquitto.uri())) {
                String port = uri.substring(uri.lastIndexOf(':'));
                Throwable failure = catchThrowable(() -> it.send(
                        "mqttx:x?testConnectionOnStartup=true&enhancedAuthentication=#scram&brokers=" + uri, "x"));
                assertThat(failure).hasStackTraceContaining(port)
                        .hasStackTraceContaining("Bad authentication method (0x8C)")
                        .hasStackTraceContaining("enhancedAuthentication");
            }
        }
    }

    @ParameterizedTest(name = "MQTT {0}")
    @ValueSource(strings = { "5", "3.1.1", "3.1" })
    @DisplayName("M09 user name and password, by option and by bean, at HiveMQ")
    void credentials_areRight_brokerTakesThem(String version) throws Exception {
        Supplier<String> tokenService = () -> SECRET;
        try (ItSupport it = new ItSupport(broker)) {
            Recorder recorder = new Recorder();
            CamelContext camelContext = it.context();
            String topic = "user/" + version;
            it.defaults().setMqttVersion(version);
            it.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    // tag::provider[]
                    CredentialsProvider tokens
                            = (brokerUri, clientId) -> new MqttxCredentials("plant", tokenService.get());
                    camelContext.getRegistry().bind("tokens", tokens);

                    from("mqttx:" + topic + "?credentialsProvider=#tokens&testConnectionOnStartup=true")
                            .to("direct:in");
                    // end::provider[]
                    from("direct:in").process(recorder);
                }
            });
            it.start();
            it.send("mqttx:" + topic + "?userName=plant&password=" + SECRET, "x");
            recorder.await(1);
        }
    }

    @ParameterizedTest(name = "MQTT {0}")
    @CsvSource({ "5, Bad User Name or Password (0x86)", "3.1.1, Bad User Name or Password (0x86)" })
    @DisplayName("M63 wrong password at HiveMQ: another code than mosquitto's, with what to check")
    void password_isWrong_isSaid(String version, String name) throws Exception {
        try (ItSupport it = new ItSupport(broker)) {
            SessionWatch watch = SessionWatch.on(it);
            it.record("in", "mqttx:user?userName=plant&password=wr0ng&mqttVersion=" + version + Its.QUICK);
            it.start();
            watch.await(Kind.ROUND_FAILED);
            assertThat(watch.problem("in")).contains(name, "Check userName and password").doesNotContain("wr0ng");
        }
    }
}
