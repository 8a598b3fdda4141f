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
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.camelmqttx.MqttxEndpoint;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.LogCapture;
import io.github.camelmqttx.testbed.MosquittoBroker;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.event.Level;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Promises 10 and 11: each mistake gets one clear message without secrets, and nothing else breaks. */
@Timeout(30)
class BadInputIT {

    private static final String SECRET = "s3cr3t-w0rd";
    private static final String SECRETS = "&userName=plant&password=" + SECRET;

    private static MosquittoBroker broker;

    @BeforeAll
    static void startBroker() {
        assumeTrue(MosquittoBroker.isInstalled(), "no mosquitto executable on this machine");
        broker = MosquittoBroker.create(BrokerOptions.plain());
        broker.start();
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    private static Arguments bad(String uri, String... said) {
        return Arguments.of(uri, List.of(said));
    }

    static Stream<Arguments> mistakesOfConsumers() {
        return Stream.of(
                bad("mqttx:a?brokers= ", "brokers is empty", "name at least one broker"),
                bad("mqttx:a?brokers=http://a.example", "unknown scheme", "http://a.example", "mqtts://"),
                bad("mqttx:a?brokers=tcp://a.example:70000", "tcp://a.example:70000", "1 to 65535"),
                bad("mqttx:a?brokers=RAW(tcp://user:" + SECRET + "@a.example)", "user info is not accepted",
                        "use userName and password"),
                bad("mqttx:a/%23/b", "a/#/b", "Topic Filter"),
                bad("mqttx:a+", "a+", "Topic Filter"),
                bad("mqttx:good,b/a+", "b/a+"),
                bad("mqttx:a;qos=3", "qos=3"),
                bad("mqttx:$share/g", "$share/g"),
                bad("mqttx:a?willPayload=x", "willPayload is given without willTopic", "add willTopic"),
                bad("mqttx:a?willTopic=a/%23", "willTopic", "a/#"),
                bad("mqttx:a?qos=3", "qos=3 is out of range", "0 to 2"),
                bad("mqttx:a?keepAliveInterval=-1000", "keepAliveInterval=-1000 is negative", "0 or more"),
                bad("mqttx:a?failbackDelay=-5", "failbackDelay=-5 is too small"),
                bad("mqttx:a?connectionTimeout=soon", "connectionTimeout", "soon"),
                bad("mqttx:a?trustStore=file:ca.pem", "TLS options are set", "uses TLS", "mqtts://"),
                bad("mqttx:a?trustStorePassword=" + SECRET, "trustStorePassword is given without trustStore"),
                bad("mqttx:a?poolSize=2", "poolSize is an option of producers (to)", "remove it"),
                bad("mqttx:a?cleanStart=false&sessionExpiryInterval=1h", "cleanStart=false", "clientId"),
                bad("mqttx:a?cleanStart=false&clientId=x", "sessionExpiryInterval"),
                bad("mqttx:a?nosuch=1", "nosuch"),
                bad("mqttx:a?mqttVersion=6", "mqttVersion=6", "auto"),
                bad("mqttx:a?webSocketPath=/x", "webSocketPath has no effect", "ws://"));
    }

    static Stream<Arguments> mistakesOfProducers() {
        return Stream.of(
                bad("mqttx:a/%23", "a/#", "wildcard"),
                bad("mqttx:a/+/b", "a/+/b", "wildcard"),
                bad("mqttx:a?concurrency=2", "concurrency is an option of consumers (from)"),
                bad("mqttx:a?publishTimeout=-5", "publishTimeout=-5 is too small"),
                bad("mqttx:a?poolSize=0", "poolSize=0 is out of range"),
                bad("mqttx:a?qos=3", "qos=3 is out of range"),
                bad("mqttx:a?brokers=gopher://x", "unknown scheme", "gopher://x"));
    }

    private static void isRefused(boolean consumer, String uri, List<String> said) throws Exception {
        String complete = uri.contains("?") ? uri + SECRETS : uri + "?" + SECRETS.substring(1);
        int connects = broker.connectCount();
        try (ItSupport it = new ItSupport(broker.uri()); LogCapture log = LogCapture.start()) {
            it.start();
            Throwable failure = catchThrowable(() -> it.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    if (consumer) {
                        from(complete).to("log:x");
                    } else {
                        from("direct:x").to(complete);
                    }
                }
            }));
            assertThat(failure).isNotNull();
            List<String> messages = new ArrayList<>();
            for (Throwable t = failure; t != null; t = t.getCause()) {
                messages.add(String.valueOf(t.getMessage()));
            }
            String root = messages.get(messages.size() - 1);
            assertThat(messages).as("one message says all").anySatisfy(message -> assertThat(message).contains(said));
            assertThat(root).isNotBlank();
            assertThat(messages).noneMatch(message -> message.contains(SECRET));
            assertThat(log.text()).doesNotContain(SECRET);
            assertThat(broker.connectCount()).as("found before anything is connected").isEqualTo(connects);
            Recorder fine = it.record("fine", "mqttx:fine/#");
            it.send("mqttx:fine/a", "x");
            fine.await(1);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakesOfConsumers")
    @DisplayName("M08 M30 M40 F13 promise 10: a mistake of a consumer is refused at start with what to do")
    void consumer_mistake_isRefused(String uri, List<String> said) throws Exception {
        isRefused(true, uri, said);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakesOfProducers")
    @DisplayName("M08 M58 promise 10: a mistake of a producer is refused at start with what to do")
    void producer_mistake_isRefused(String uri, List<String> said) throws Exception {
        isRefused(false, uri, said);
    }

    @Test
    @DisplayName("promise 10: all mistakes of an endpoint are in one message")
    void severalMistakes_oneMessage() throws Exception {
        isRefused(true, "mqttx:a/%23/b?qos=7&willPayload=x&maxInflight=0",
                List.of("4 mistakes", "qos=7", "willPayload", "maxInflight=0", "a/#/b"));
    }

    @Test
    @DisplayName("promise 10 M42: a null body is an empty payload; one that Camel cannot convert fails its exchange only")
    void body_nullAndUnconvertible() throws Exception {
        try (ItSupport it = new ItSupport(broker)) {
            Recorder in = it.record("in", "mqttx:body/#");
            it.start();
            it.send("mqttx:body/null", null);
            assertThat((byte[]) in.awaitFirst().body()).isEmpty();
            assertThat(it.request("mqttx:body/odd", new Object(), Map.of()).getException())
                    .hasMessageContaining("body/odd").hasMessageContaining("java.lang.Object").hasMessageContaining("convert");
            it.send("mqttx:body/fine", "x");
            in.await(2);
        }
    }

    @Test
    @DisplayName("promise 11: a password is in no log line down to TRACE, no health detail, no endpoint text")
    void secrets_areNowhere() throws Exception {
        try (MosquittoBroker locked = MosquittoBroker.create(BrokerOptions.plain().withUser("plant", SECRET));
             ItSupport it = new ItSupport(locked.uri()); LogCapture log = LogCapture.start()) {
            locked.start();
            SessionWatch watch = SessionWatch.on(it);
            Recorder in = it.record("in", "mqttx:safe/#?willTopic=w&willPayload=gone" + SECRETS);
            it.start();
            watch.awaitUp("in");
            it.send("mqttx:safe/a?userName=plant&password=" + SECRET, "payload-" + SECRET);
            in.await(1);
            locked.kill();
            await().until(() -> !watch.isUp("in"));
            MqttxEndpoint endpoint = it.consumer("in").getEndpoint();
            List<String> texts = new ArrayList<>(
                    List.of(log.text(), watch.events().toString(),
                            watch.health("in").getDetails().toString(), watch.problem("in"), endpoint.toString(),
                            String.valueOf(endpoint.getServiceUrl()), String.valueOf(endpoint.getServiceMetadata()),
                            String.valueOf(it.consumer("in").session()), it.consumer("in").toString()));
            assertThat(log.lines()).anyMatch(line -> line.level() == Level.TRACE);
            assertThat(texts).allSatisfy(text -> assertThat(text).doesNotContain(SECRET));
        }
    }
}
