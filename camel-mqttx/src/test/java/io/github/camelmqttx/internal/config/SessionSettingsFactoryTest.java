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

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.camelmqttx.MqttxConfiguration;
import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.broker.FailoverMode;
import io.github.camelmqttx.internal.broker.Transport;
import io.github.camelmqttx.internal.client.Subscription;
import io.github.camelmqttx.internal.outbox.OutboxKind;
import io.github.camelmqttx.internal.pool.SessionSharing;
import io.github.camelmqttx.internal.session.SessionSettings;
import io.github.camelmqttx.internal.session.VersionPolicy;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SessionSettingsFactoryTest {

    private final MqttxConfiguration configuration = new MqttxConfiguration();

    @Test
    @DisplayName("M21 equal options, Will included, give equal settings")
    void equalOptions_settings_areEqual() {
        configuration.setBrokers("a.example");
        configuration.setClientIdPrefix("plant");
        configuration.setWillTopic("state");
        configuration.setWillPayload("gone");
        SessionSettings one = SessionSettingsFactory.settings(configuration, null);
        SessionSettings two = SessionSettingsFactory.settings(configuration.copy(), null);
        assertThat(one).isEqualTo(two).hasSameHashCodeAs(two);
        configuration.setWillPayload("other");
        assertThat(SessionSettingsFactory.settings(configuration, null)).isNotEqualTo(one);
    }

    @Test
    void options_settings_haveTheirUnits() {
        configuration.setServerURIs("a.example");
        configuration.setMqttVersion("3.1.1");
        configuration.setKeepAliveInterval(30_000);
        configuration.setConnectionTimeout(1_500);
        configuration.setFailover("roundRobin");
        configuration.setSessionSharing("never");
        SessionSettings settings = SessionSettingsFactory.settings(configuration, null);
        assertThat(settings.version()).isEqualTo(VersionPolicy.V3_1_1);
        assertThat(settings.connection().keepAliveSeconds()).isEqualTo(30);
        assertThat(settings.connection().connectTimeoutNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1_500));
        assertThat(settings.connection().sessionExpirySeconds()).isZero();
        assertThat(settings.reconnect().failoverMode()).isEqualTo(FailoverMode.ROUND_ROBIN);
        assertThat(settings.flow().outbox().kind()).isEqualTo(OutboxKind.MEMORY);
        assertThat(SessionSettingsFactory.sharing(configuration)).isEqualTo(SessionSharing.NEVER);
    }

    @Test
    void sessionExpiry_durationOrNever_isSeconds() {
        assertThat(DurationOptions.sessionExpirySeconds("7d")).isEqualTo(604_800);
        assertThat(DurationOptions.sessionExpirySeconds("never")).isEqualTo(4_294_967_295L);
        assertThat(DurationOptions.sessionExpirySeconds("0")).isZero();
    }

    @Test
    @DisplayName("M02 M05 M07 schemes, TLS by options, WebSocket path")
    void brokers_schemesAndPath_areCompleted() {
        configuration.setBrokers("a.example,ws://b.example,wss://c.example/own");
        configuration.setWebSocketPath("/ws");
        configuration.setTrustStore("file:ca.pem");
        assertThat(BrokerOptions.brokers(configuration)).containsExactly(
                new BrokerAddress(Transport.TLS, "a.example", 8883, ""),
                new BrokerAddress(Transport.WS, "b.example", 80, "/ws"),
                new BrokerAddress(Transport.WSS, "c.example", 443, "/own"));
    }

    @Test
    @DisplayName("M37 filters with their own QoS; shared group")
    void path_subscriptions_haveQosAndGroup() {
        configuration.setSharedGroup("workers");
        configuration.setRetainHandling("doNotSend");
        assertThat(ConsumerOptions.subscriptions(configuration, "a/+,b;qos=0")).isEqualTo(List.of(
                new Subscription("$share/workers/a/+", 1, false, false, 2, 0),
                new Subscription("$share/workers/b", 0, false, false, 2, 0)));
    }

    @Test
    @DisplayName("M24 M25 random Client Identifiers")
    void randomClientId_prefix_isKeptAndLengthFits() {
        assertThat(new RandomClientId("", Integer.MAX_VALUE).generateClientId()).matches("[0-9a-zA-Z]{22}");
        assertThat(new RandomClientId("plant", Integer.MAX_VALUE).generateClientId()).matches("plant-[0-9a-zA-Z]{22}");
        assertThat(new RandomClientId("plant", 23).generateClientId()).matches("plant-[0-9a-zA-Z]{17}");
    }
}
