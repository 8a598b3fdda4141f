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

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
class BrokersIT {

    private final @Nullable String configured = System.getProperty("mqttx.broker");
    private final @Nullable String configuredMosquitto = System.getProperty("mqttx.mosquitto");

    @AfterEach
    void restoreProperties() {
        restore("mqttx.broker", configured);
        restore("mqttx.mosquitto", configuredMosquitto);
        System.clearProperty("mqttx.broker.uri");
    }

    private static void restore(String name, @Nullable String value) {
        if (value == null) {
            System.clearProperty(name);
        } else {
            System.setProperty(name, value);
        }
    }

    @Test
    void select_asConfigured_delivers() {
        try (Broker broker = Brokers.select()) {
            broker.start();
            try (MqttProbe probe = MqttProbe.connect(broker)) {
                probe.subscribe("selected", 1);
                probe.publish("selected", broker.name(), 1);
                assertThat(probe.await(1)).extracting(ProbeMessage::text).containsExactly(broker.name());
            }
        }
    }

    @Test
    void select_connectionCutBeforePuback_publisherFailsAndMessageIsDelivered() {
        try (Broker broker = Brokers.select()) {
            broker.start();
            try (TcpProxy proxy = TcpProxy.to(broker); MqttProbe subscriber = MqttProbe.connect(broker)) {
                subscriber.subscribe("cut", 1);
                PacketFault fault = proxy.inject(PacketFault.cutBefore(Direction.TO_CLIENT, PacketType.PUBACK, 1));
                try (MqttProbe probe = MqttProbe.connect(proxy.uri(), ProbeOptions.transientSession())) {
                    assertThatThrownBy(() -> probe.publish("cut", "once", 1)).isInstanceOf(IllegalStateException.class);
                }
                assertThat(fault.hasHappened()).isTrue();
                assertThat(subscriber.await(1)).extracting(ProbeMessage::text).containsExactly("once");
            }
        }
    }

    @Test
    void select_unknownName_fails() {
        System.setProperty("mqttx.broker", "teapot");
        assertThatThrownBy(Brokers::select).isInstanceOf(IllegalStateException.class).hasMessageContaining("teapot");
    }

    @Test
    void select_namedBrokerMissing_failsInsteadOfSkipping() {
        System.setProperty("mqttx.broker", "mosquitto");
        System.setProperty("mqttx.mosquitto", "/no/such/mosquitto");
        assertThatThrownBy(Brokers::select).isInstanceOf(IllegalStateException.class).hasMessageContaining("mosquitto");
    }

    @Test
    void select_remote_usesItAndRefusesToControlIt() {
        try (ScriptedBroker somewhere = ScriptedBroker.start()) {
            System.setProperty("mqttx.broker", "remote");
            assertThatThrownBy(Brokers::select).hasMessageContaining("mqttx.broker.uri");
            System.setProperty("mqttx.broker.uri", somewhere.uri());
            try (Broker broker = Brokers.select()) {
                broker.start();
                MqttProbe.connect(broker).close();
                assertThat(broker.supports(Feature.LIFECYCLE)).isFalse();
                assertThatThrownBy(broker::kill).isInstanceOf(UnsupportedOperationException.class);
                assertThatThrownBy(() -> broker.uri(Scheme.WS)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }
}
