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
package io.github.camelmqttx.internal.config;

import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.camelmqttx.MqttxConfiguration;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

class ConfigurationCheckTest {

    private static final String SECRET = "s3cr3t";

    private static MqttxConfiguration valid() {
        MqttxConfiguration configuration = new MqttxConfiguration();
        configuration.setBrokers("a.example");
        return configuration;
    }

    private static Arguments mistake(String said, Consumer<MqttxConfiguration> change) {
        return Arguments.of(said, change);
    }

    static Stream<Arguments> mistakesOfEveryEndpoint() {
        return Stream.of(
                mistake("brokers is empty", c -> c.setBrokers(null)),
                mistake("brokers is empty", c -> c.setBrokers(" ")),
                mistake("unknown scheme", c -> c.setBrokers("http://a.example")),
                mistake("port must be a number from 1 to 65535", c -> c.setBrokers("a.example:99999")),
                mistake("brokers and brokerUrl are synonyms", c -> c.setBrokerUrl("b.example")),
                mistake("brokers and serverURIs are synonyms", c -> c.setServerURIs("b.example")),
                mistake("qos=3 is out of range", c -> c.setQos(3)),
                mistake("qos=-1 is out of range", c -> c.setQos(-1)),
                mistake("mqttVersion=4 is unknown: use auto, 5, 3.1.1, 3.1", c -> c.setMqttVersion("4")),
                mistake("failover=sometimes is unknown", c -> c.setFailover("sometimes")),
                mistake("outbox=disk is unknown", c -> c.setOutbox("disk")),
                mistake("outboxOverflow=drop is unknown", c -> c.setOutboxOverflow("drop")),
                mistake("sessionSharing=x is unknown", c -> c.setSessionSharing("x")),
                mistake("did you mean 30s", c -> c.setConnectionTimeout(30)),
                mistake("connectionTimeout=0 milliseconds is too short", c -> c.setConnectionTimeout(0)),
                mistake("keepAliveInterval=60s?", c -> c.setKeepAliveInterval(60)),
                mistake("keepAliveInterval=-1000 is negative", c -> c.setKeepAliveInterval(-1000)),
                mistake("keepAliveInterval=65536s is too long", c -> c.setKeepAliveInterval(65_536_000)),
                mistake("receiveMaximum=0 is out of range", c -> c.setReceiveMaximum(0)),
                mistake("receiveMaximum=65536 is out of range", c -> c.setReceiveMaximum(65_536)),
                mistake("maxInflight=0 is out of range", c -> c.setMaxInflight(0)),
                mistake("maximumPacketSize=1 is out of range", c -> c.setMaximumPacketSize(1)),
                mistake("outboxMaxMessages=0 is too small", c -> c.setOutboxMaxMessages(0)),
                mistake("outboxMaxBytes=0 is too small", c -> c.setOutboxMaxBytes(0)),
                mistake("receiveBufferMessages=0 is too small", c -> c.setReceiveBufferMessages(0)),
                mistake("receiveBufferBytes=-1 is too small", c -> c.setReceiveBufferBytes(-1)),
                mistake("reconnectDelay=0 is too small", c -> c.setReconnectDelay(0)),
                mistake("reconnectMaxDelay=10 is less than reconnectDelay=1000", c -> c.setReconnectMaxDelay(10)),
                mistake("reconnectMaxAttempts=-1 is too small", c -> c.setReconnectMaxAttempts(-1)),
                mistake("failbackDelay=-1 is too small", c -> c.setFailbackDelay(-1)),
                mistake("idleTimeout=-1 is too small", c -> c.setIdleTimeout(-1)),
                mistake("clientId is empty", c -> c.setClientId(" ")),
                mistake("clientId contains the character U+0000", c -> c.setClientId("a\0")),
                mistake("clientId has 24 bytes of UTF-8, but MQTT 3.1 allows 23", c -> {
                    c.setMqttVersion("3.1");
                    c.setClientId("a".repeat(24));
                }),
                mistake("clientId and clientIdPrefix exclude", c -> {
                    c.setClientId("a");
                    c.setClientIdPrefix("b");
                }),
                mistake("clientId and clientIdGenerator exclude", c -> {
                    c.setClientId("a");
                    c.setClientIdGenerator(() -> "b");
                }));
    }

    static Stream<Arguments> mistakesInSessionTlsAndWill() {
        return Stream.of(
                mistake("sessionExpiryInterval=soon is not a duration", c -> c.setSessionExpiryInterval("soon")),
                mistake("did you mean sessionExpiryInterval=3601s", c -> c.setSessionExpiryInterval("3601")),
                mistake("use up to 4294967294s, or never", c -> c.setSessionExpiryInterval("4294967295s")),
                mistake("cleanStart=false has no effect with sessionExpiryInterval=0", c -> {
                    c.setCleanStart(false);
                    c.setClientId("a");
                }),
                mistake("cleanStart=false needs a Client Identifier that stays the same", c -> {
                    c.setCleanStart(false);
                    c.setSessionExpiryInterval("1h");
                }),
                mistake("sessionExpiryInterval=1h needs a Client Identifier", c -> c.setSessionExpiryInterval("1h")),
                mistake("sessionExpiryInterval needs MQTT 5.0", c -> {
                    c.setSessionExpiryInterval("1h");
                    c.setClientId("a");
                    c.setMqttVersion("3.1.1");
                }),
                mistake("password is given without userName", c -> {
                    c.setPassword(SECRET);
                    c.setMqttVersion("3.1.1");
                }),
                mistake("no broker of [tcp://a.example:1883] uses TLS", c -> {
                    c.setBrokers("tcp://a.example");
                    c.setSslContextParameters(new SSLContextParameters());
                }),
                mistake("no broker of [tcp://a.example:1883] uses TLS", c -> {
                    c.setBrokers("tcp://a.example");
                    c.setTrustStorePassword(SECRET);
                }),
                mistake("trustStorePassword is given without trustStore", c -> c.setTrustStorePassword(SECRET)),
                mistake("keyStorePassword is given without keyStore", c -> c.setKeyStorePassword(SECRET)),
                mistake("keyAlias is given without keyStore", c -> c.setKeyAlias("a")),
                mistake("sslContextParameters and trustStore exclude", c -> {
                    c.setSslContextParameters(new SSLContextParameters());
                    c.setTrustStore("file:ca.pem");
                }),
                mistake("insecureTls=true trusts every certificate", c -> {
                    c.setInsecureTls(true);
                    c.setTrustStore("file:ca.pem");
                }),
                mistake("webSocketPath has no effect", c -> c.setWebSocketPath("/mqtt")),
                mistake("must begin with a slash", c -> c.setWebSocketPath("mqtt")),
                mistake("wsHeader. has no effect", c -> c.setWebSocketHeaders(java.util.Map.of("X", SECRET))),
                mistake("willPayload is given without willTopic", c -> c.setWillPayload("x")),
                mistake("willRetained is given without willTopic", c -> c.setWillRetained(true)),
                mistake("willQos is given without willTopic", c -> c.setWillQos(2)),
                mistake("willQos=3 is out of range", c -> c.setWillQos(3)),
                mistake("willDelayInterval is given without willTopic", c -> c.setWillDelayInterval(1000)),
                mistake("willDelayInterval=5s?", c -> c.setWillDelayInterval(5)),
                mistake("willTopic: Invalid topic 'a/#'", c -> c.setWillTopic("a/#")),
                mistake("unrouted=throw is unknown", c -> c.setUnrouted("throw")),
                mistake("unrouted=deadLetter needs deadLetterTopic", c -> c.setUnrouted("deadLetter")),
                mistake("deadLetterTopic has no effect with unrouted=hold and onFailure=acknowledge",
                        c -> c.setDeadLetterTopic("dead")),
                mistake("deadLetterTopic", c -> {
                    c.setOnFailure("deadLetter");
                    c.setDeadLetterTopic("dead/#/{topic}");
                }),
                mistake("deadLetterTopic={topic} is the topic of the message itself", c -> {
                    c.setOnFailure("deadLetter");
                    c.setDeadLetterTopic("{topic}");
                }),
                mistake("onFailure=deadLetter needs deadLetterTopic", c -> c.setOnFailure("deadLetter")),
                mistake("onFailure=retry is unknown", c -> c.setOnFailure("retry")),
                mistake("takeoverPolicy=fight is unknown", c -> c.setTakeoverPolicy("fight")),
                mistake("takeoverPolicy=suffix changes the Client Identifier", c -> {
                    c.setTakeoverPolicy("suffix");
                    c.setClientId("a");
                    c.setSessionExpiryInterval("1h");
                }),
                mistake("followServerReference needs MQTT 5.0", c -> {
                    c.setFollowServerReference(true);
                    c.setMqttVersion("3.1.1");
                }),
                mistake("outbox=file needs outboxDirectory", c -> {
                    c.setOutbox("file");
                    c.setClientId("a");
                }),
                mistake("outbox=file needs clientId", c -> {
                    c.setOutbox("file");
                    c.setOutboxDirectory("outbox");
                }),
                mistake("outboxDirectory has no effect with outbox=memory", c -> c.setOutboxDirectory("outbox")),
                mistake("outboxCompletion has no effect with outbox=memory", c -> c.setOutboxCompletion("acknowledged")),
                mistake("outboxSync has no effect with outbox=none", c -> {
                    c.setOutbox("none");
                    c.setOutboxSync("none");
                }),
                mistake("outboxSyncInterval=0 is too small", c -> c.setOutboxSyncInterval(0)),
                mistake("outboxMaxAge=-1 is too small", c -> c.setOutboxMaxAge(-1)));
    }

    static Stream<Arguments> mistakesOfConsumers() {
        return Stream.of(
                mistake("concurrency=0 is out of range", c -> c.setConcurrency(0)),
                mistake("ackMode=later is unknown", c -> c.setAckMode("later")),
                mistake("retainHandling=1 is unknown", c -> c.setRetainHandling("1")),
                mistake("noLocal=true needs MQTT 5.0", c -> {
                    c.setNoLocal(true);
                    c.setMqttVersion("3.1.1");
                }),
                mistake("noLocal=true is not allowed for the Shared Subscription", c -> {
                    c.setNoLocal(true);
                    c.setSharedGroup("g");
                }),
                mistake("the share name", c -> c.setSharedGroup("a+")),
                mistake("onFailure=stop needs ackMode=onCompletion", c -> {
                    c.setOnFailure("stop");
                    c.setAckMode("manual");
                }),
                mistake("onFailure=redeliver needs a session that the brokers keep", c -> c.setOnFailure("redeliver")),
                mistake("onFailure=redeliver reconnects, so its session cannot be shared", c -> {
                    c.setOnFailure("redeliver");
                    c.setSessionSharing("always");
                }),
                mistake("maximumRedeliveries=0 is too small", c -> c.setMaximumRedeliveries(0)),
                mistake("redeliveryDelay=-1 is too small", c -> c.setRedeliveryDelay(-1)),
                mistake("canaryInterval=-1 is too small", c -> c.setCanaryInterval(-1)),
                mistake("canaryTimeout=10000 milliseconds must be 100 or more and at most canaryInterval=5000",
                        c -> c.setCanaryInterval(5000)),
                mistake("canaryInterval and noLocal=true exclude each other", c -> {
                    c.setCanaryInterval(60_000);
                    c.setNoLocal(true);
                }));
    }

    static Stream<Arguments> mistakesOfProducers() {
        return Stream.of(
                mistake("poolSize=0 is out of range", c -> c.setPoolSize(0)),
                mistake("publishTimeout=-1 is too small", c -> c.setPublishTimeout(-1)),
                mistake("poolSize=2 needs as many Client Identifiers", c -> {
                    c.setPoolSize(2);
                    c.setClientId("a");
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({ "mistakesOfEveryEndpoint", "mistakesInSessionTlsAndWill" })
    @DisplayName("M08 M16 M30 C05 a mistake of a consumer or producer is named with what to do")
    void mistake_anyEndpoint_isNamed(String said, Consumer<MqttxConfiguration> change) {
        MqttxConfiguration configuration = valid();
        change.accept(configuration);
        assertThatThrownBy(() -> ConfigurationCheck.consumer(configuration, "a/#", Set.of()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(said).hasMessageNotContaining(SECRET);
        assertThatThrownBy(() -> ConfigurationCheck.producer(configuration, "a", Set.of()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(said).hasMessageNotContaining(SECRET);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakesOfConsumers")
    void mistake_consumer_isNamedThereOnly(String said, Consumer<MqttxConfiguration> change) {
        MqttxConfiguration configuration = valid();
        change.accept(configuration);
        assertThatThrownBy(() -> ConfigurationCheck.consumer(configuration, "a/#", Set.of())).hasMessageContaining(said);
        assertThatCode(() -> ConfigurationCheck.producer(configuration, "a", Set.of())).doesNotThrowAnyException();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakesOfProducers")
    void mistake_producer_isNamedThereOnly(String said, Consumer<MqttxConfiguration> change) {
        MqttxConfiguration configuration = valid();
        change.accept(configuration);
        assertThatThrownBy(() -> ConfigurationCheck.producer(configuration, "a", Set.of())).hasMessageContaining(said);
        assertThatCode(() -> ConfigurationCheck.consumer(configuration, "a/#", Set.of())).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("M40 M58 invalid topics are found at start")
    void invalidTopic_start_isNamed() {
        assertThatThrownBy(() -> ConfigurationCheck.consumer(valid(), "a/#/b", Set.of())).hasMessageContaining("a/#/b");
        assertThatThrownBy(() -> ConfigurationCheck.consumer(valid(), "a+", Set.of())).hasMessageContaining("a+");
        assertThatThrownBy(() -> ConfigurationCheck.producer(valid(), "a/#", Set.of())).hasMessageContaining("a/#");
        assertThatThrownBy(() -> ConfigurationCheck.producer(valid(), "a,b", Set.of())).hasMessageContaining("a,b");
    }

    @Test
    void severalMistakes_start_areAllInOneMessage() {
        MqttxConfiguration configuration = valid();
        configuration.setBrokers("http://user:" + SECRET + "@a.example");
        configuration.setQos(3);
        configuration.setWillPayload("x");
        Throwable failure = catchThrowable(() -> ConfigurationCheck.consumer(configuration, "a/#/b", Set.of()));
        assertThat(failure).hasMessageContaining("4 mistakes").hasMessageContaining("qos=3").hasMessageContaining("willPayload")
                .hasMessageContaining("a/#/b").hasMessageNotContaining(SECRET);
    }

    @Test
    void optionOfTheOtherRole_inTheUri_isNamed() {
        assertThatThrownBy(() -> ConfigurationCheck.producer(valid(), "a", Set.of("concurrency")))
                .hasMessageContaining("concurrency is an option of consumers (from)");
        assertThatThrownBy(() -> ConfigurationCheck.consumer(valid(), "a", Set.of("poolsize")))
                .hasMessageContaining("poolSize is an option of producers (to)");
    }

    @Test
    void everythingThatFits_check_passes() {
        MqttxConfiguration configuration = valid();
        configuration.setBrokers("mqtts://a.example,wss://b.example,tcp://c.example");
        configuration.setClientId("plant-7");
        configuration.setCleanStart(false);
        configuration.setSessionExpiryInterval("never");
        configuration.setTrustStore("file:ca.pem");
        configuration.setKeepAliveInterval(0);
        configuration.setWillTopic("state");
        configuration.setPassword(SECRET);
        configuration.setWebSocketPath("/ws");
        assertThatCode(() -> ConfigurationCheck.consumer(configuration, "a/+;qos=2,$share/g/b/#", Set.of("qos")))
                .doesNotThrowAnyException();
        assertThatCode(() -> ConfigurationCheck.producer(configuration, "a", Set.of("qos", "retained")))
                .doesNotThrowAnyException();
    }
}
