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
package io.github.camelmqttx.testbed;

import java.time.Duration;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class MosquittoBrokerIT {

    @BeforeAll
    static void needsMosquitto() {
        assumeTrue(MosquittoBroker.isInstalled(), "no mosquitto executable on this machine");
    }

    @ParameterizedTest
    @ValueSource(ints = { 3, 4, 5 })
    void probesOfEveryVersion_publishAndSubscribe_messagesArriveInOrder(int version) {
        try (MosquittoBroker broker = MosquittoBroker.create(BrokerOptions.plain())) {
            broker.start();
            ProbeOptions options = ProbeOptions.transientSession().withVersion(version);
            try (MqttProbe probe = MqttProbe.connect(broker, options)) {
                assertThat(probe.subscribe("a/#", 2)).isEqualTo(2);
                probe.publishSequence("a/b", 2_000, 2);
                assertThat(probe.await(2_000)).extracting(ProbeMessage::text)
                        .isEqualTo(IntStream.range(0, 2_000).mapToObj(Integer::toString).toList());
                assertThat(broker.connectCount(options.clientId())).isEqualTo(1);
                assertThat(broker.connectedClientIds()).containsExactly(options.clientId());
            }
        }
    }

    @Test
    void stopAndStart_persistent_sessionQueueAndPortAreKept() {
        try (MosquittoBroker broker = MosquittoBroker.create(BrokerOptions.plain().withPersistence())) {
            broker.start();
            int port = broker.port(Scheme.MQTT);
            try (MqttProbe durable = MqttProbe.connect(broker, ProbeOptions.durable("keeper"))) {
                durable.subscribe("kept", 1);
            }
            try (MqttProbe publisher = MqttProbe.connect(broker)) {
                publisher.publishSequence("kept", 10, 1);
                publisher.publish(ProbeMessage.of("state", "on", 1).withRetained());
            }
            broker.restart(true);
            assertThat(broker.port(Scheme.MQTT)).isEqualTo(port);
            assertThat(MqttProbe.hasSession(broker, "keeper")).isTrue();
            try (MqttProbe durable = MqttProbe.connect(broker, ProbeOptions.durable("keeper"))) {
                assertThat(durable.isSessionPresent()).isTrue();
                assertThat(durable.await(10)).extracting(ProbeMessage::text).startsWith("0", "1").hasSize(10);
                durable.clear();
                durable.subscribe("state", 1);
                assertThat(durable.await(1)).singleElement().matches(ProbeMessage::retained);
            }
            assertThat(MqttProbe.hasSession(broker, "never-seen")).isFalse();
            assertThat(MqttProbe.hasSession(broker, "never-seen")).isFalse();
            broker.restart(false);
            assertThat(MqttProbe.hasSession(broker, "keeper")).isFalse();
        }
    }

    @Test
    void kill_connectedProbe_losesItsConnectionAndBrokerStartsAgain() {
        try (MosquittoBroker broker = MosquittoBroker.create(BrokerOptions.plain())) {
            broker.start();
            try (MqttProbe probe = MqttProbe.connect(broker)) {
                broker.kill();
                assertThat(broker.isRunning()).isFalse();
                await().until(() -> !probe.isConnected());
            }
            broker.start();
            MqttProbe.connect(broker).close();
            assertThat(broker.connectCount()).isEqualTo(2);
        }
    }

    @Test
    void suspend_publish_hangsUntilResume() {
        try (MosquittoBroker broker = MosquittoBroker.create(BrokerOptions.plain())) {
            broker.start();
            try (MqttProbe probe = MqttProbe.connect(broker); MqttProbe other = MqttProbe.connect(broker)) {
                probe.subscribe("s", 0);
                broker.suspend();
                other.publish("s", "late", 0);
                assertThatThrownBy(() -> probe.await(1, Duration.ofMillis(300))).isInstanceOf(AssertionError.class);
                broker.resume();
                assertThat(probe.await(1)).hasSize(1);
            }
        }
    }

    @Test
    void refuseSubscriptions_subscribe_isRefusedWithRealReasonCode() {
        try (MosquittoBroker broker = MosquittoBroker.builder().refuseSubscriptions("secret/#").refusePublish("locked")
                .build()) {
            broker.start();
            try (MqttProbe five = MqttProbe.connect(broker)) {
                assertThat(five.subscribe("secret/#", 1)).isEqualTo(0x87);
                assertThat(five.subscribe("open/#", 1)).isEqualTo(1);
                assertThatThrownBy(() -> five.publish("locked", "x", 1)).isInstanceOf(IllegalStateException.class);
            }
            try (MqttProbe three = MqttProbe.connect(broker, ProbeOptions.transientSession().withVersion(4))) {
                assertThat(three.subscribe("secret/#", 1)).isEqualTo(0x80);
            }
        }
    }

    @Test
    void userAndTls_onlyTheRightOnesConnect() {
        try (Certificates certificates = Certificates.create();
             MosquittoBroker broker = MosquittoBroker
                     .create(BrokerOptions.plain().withMutualTls(certificates).withUser("plant", "secret"))) {
            broker.start();
            String tls = broker.uri(Scheme.MQTTS);
            ProbeOptions user = ProbeOptions.transientSession().withUser("plant", "secret");
            try (MqttProbe probe = MqttProbe.connect(tls, user.withTls(certificates.clientContext(certificates.client())))) {
                assertThat(probe.isConnected()).isTrue();
            }
            assertThatThrownBy(() -> MqttProbe.connect(tls, user.withTls(certificates.clientContext(null))))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> MqttProbe.connect(tls,
                    user.withTls(certificates.clientContext(certificates.strangeClient()))))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> MqttProbe.connect(broker, user.withUser("plant", "wrong")))
                    .isInstanceOf(IllegalStateException.class);
            MqttProbe.connect(broker, user).close();
        }
    }

    @Test
    @DisplayName("a configuration that mosquitto refuses fails the start with its own words")
    void start_illegalConfiguration_failsWithLog() {
        try (MosquittoBroker broker = MosquittoBroker.builder().line("no_such_option 1").build()) {
            assertThatThrownBy(broker::start).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("no_such_option");
        }
    }
}
