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

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What the tests rely on in the brokers that run in child JVMs. */
@Timeout(240)
abstract class JavaBrokerContract {

    abstract Broker create(BrokerOptions options);

    @BeforeAll
    static void needsClassPath() {
        assumeTrue(JavaBroker.isAvailable(), "the build has not written the class path of the test brokers");
    }

    @Test
    void stopKillSuspend_persistent_nothingIsLost() {
        try (Broker broker = create(BrokerOptions.plain().withPersistence())) {
            broker.start();
            String uri = broker.uri();
            try (MqttProbe durable = MqttProbe.connect(broker, ProbeOptions.durable("keeper"))) {
                durable.subscribe("kept", 1);
            }
            publish(broker, "before stop");
            broker.restart(true);
            assertThat(broker.uri()).isEqualTo(uri);
            publish(broker, "before kill");
            broker.kill();
            assertThat(broker.isRunning()).isFalse();
            broker.start();
            publish(broker, "after kill");
            try (MqttProbe durable = MqttProbe.connect(broker, ProbeOptions.durable("keeper"))) {
                assertThat(durable.isSessionPresent()).isTrue();
                durable.await(3);
                assertThat(durable.texts()).containsExactly("before stop", "before kill", "after kill");
                broker.suspend();
                broker.resume();
                publish(broker, "after suspend");
                durable.await(4);
                broker.kill();
                await().until(() -> !durable.isConnected());
            }
            broker.restart(false);
            assertThat(MqttProbe.hasSession(broker, "keeper")).isFalse();
        }
    }

    private static void publish(Broker broker, String text) {
        try (MqttProbe probe = MqttProbe.connect(broker)) {
            probe.publish("kept", text, 1);
        }
    }

    @Test
    void everyListenerAndVersion_userAndTls_messagesArriveAndOthersAreRefused() {
        try (Certificates certificates = Certificates.create();
             Broker broker = create(BrokerOptions.plain().withMutualTls(certificates).withUser("plant", "secret"))) {
            broker.start();
            ProbeOptions good = ProbeOptions.transientSession().withUser("plant", "secret")
                    .withTls(certificates.clientContext(certificates.client()));
            List<String> expected = new ArrayList<>();
            IntStream.range(0, 200).forEach(i -> expected.add(Integer.toString(i)));
            for (Scheme scheme : Scheme.values()) {
                for (int version = 3; version <= 5; version++) {
                    try (MqttProbe probe = MqttProbe.connect(broker.uri(scheme), good.withVersion(version))) {
                        assertThat(probe.subscribe("a/#", 2)).as("%s %s", scheme, version).isEqualTo(2);
                        probe.publishSequence("a/b", 200, 2);
                        probe.await(200);
                        assertThat(probe.texts()).as("%s %s", scheme, version).isEqualTo(expected);
                    }
                }
            }
            assertThatThrownBy(() -> MqttProbe.connect(broker, good.withUser("plant", "wrong")))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> MqttProbe.connect(broker.uri(Scheme.MQTTS),
                    good.withTls(certificates.clientContext(certificates.strangeClient()))))
                    .isInstanceOf(IllegalStateException.class);
        }
    }
}
