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

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.camelmqttx.MqttxConfiguration;
import io.github.camelmqttx.internal.broker.BrokerAddress;

/** Checks brokers, TLS, Client Identifier and what belongs to a session. */
final class ConnectionCheck {

    /** Spec: MQTT 3.1 section 3.1, Client Identifier. */
    private static final int MAX_CLIENT_ID_3_1 = 23;
    private static final int MAX_STRING = 65_535;

    private final MqttxConfiguration configuration;
    private final Mistakes mistakes;

    ConnectionCheck(MqttxConfiguration configuration, Mistakes mistakes) {
        this.configuration = configuration;
        this.mistakes = mistakes;
    }

    /** Whether MQTT 5.0 is ruled out. */
    static boolean isBeforeMqtt5(MqttxConfiguration configuration) {
        return configuration.getMqttVersion().startsWith("3");
    }

    /** Whether brokers keep the session over the end of a connection. The Session Expiry Interval must be valid. */
    static boolean isDurable(MqttxConfiguration configuration) {
        return isBeforeMqtt5(configuration)
                ? !configuration.isCleanStart()
                : DurationOptions.sessionExpirySeconds(configuration.getSessionExpiryInterval()) > 0;
    }

    void run() {
        mistakes.run("brokers", () -> brokers(BrokerOptions.brokers(configuration)));
        tls();
        new ProxyCheck(configuration, mistakes).run();
        clientId();
        session();
    }

    private void brokers(List<BrokerAddress> brokers) {
        if (brokers.stream().noneMatch(broker -> broker.transport().isSecure())) {
            boolean wanted = BrokerOptions.hasTlsOption(configuration);
            mistakes.addIf(wanted, "TLS options are set, but no broker of " + brokers
                                   + " uses TLS: write mqtts:// or wss://, or remove the TLS options");
        }
        if (brokers.stream().noneMatch(broker -> broker.transport().isWebSocket())) {
            String unused = " has no effect, because no broker of " + brokers
                            + " uses WebSocket: write ws:// or wss://, or remove it";
            mistakes.addIf(configuration.getWebSocketPath() != null, "webSocketPath" + unused);
            mistakes.addIf(configuration.getWebSocketHeaders() != null, "wsHeader." + unused);
        }
    }

    private void tls() {
        String path = configuration.getWebSocketPath();
        mistakes.addIf(path != null && !path.startsWith("/"), "webSocketPath=" + path + " must begin with a slash");
        new TlsCheck(configuration, mistakes).run();
    }

    private void clientId() {
        String clientId = configuration.getClientId();
        String prefix = configuration.getClientIdPrefix();
        boolean version31 = "3.1".equals(configuration.getMqttVersion());
        if (clientId != null) {
            mistakes.addIf(clientId.isBlank(), "clientId is empty: remove it to get a random Client Identifier");
            text("clientId", clientId, version31 ? MAX_CLIENT_ID_3_1 : MAX_STRING);
            mistakes.addIf(prefix != null, "clientId and clientIdPrefix exclude each other: remove one of them");
            mistakes.addIf(configuration.getClientIdGenerator() != null,
                    "clientId and clientIdGenerator exclude each other: remove one of them");
        } else if (prefix != null) {
            mistakes.addIf(configuration.getClientIdGenerator() != null,
                    "clientIdPrefix and clientIdGenerator exclude each other: remove one of them");
            text("clientIdPrefix", prefix, version31 ? RandomClientId.MAX_PREFIX_3_1 : RandomClientId.MAX_PREFIX);
        }
    }

    private void text(String option, String value, int maxBytes) {
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        mistakes.addIf(bytes > maxBytes, option + " has " + bytes + " bytes of UTF-8, but MQTT "
                                         + configuration.getMqttVersion() + " allows " + maxBytes + " here: shorten it");
        mistakes.addIf(value.indexOf('\0') >= 0,
                option + " contains the character U+0000, which MQTT does not allow: remove it");
    }

    private void session() {
        long expiry;
        try {
            expiry = DurationOptions.sessionExpirySeconds(configuration.getSessionExpiryInterval());
        } catch (IllegalArgumentException e) {
            mistakes.add(String.valueOf(e.getMessage()));
            return;
        }
        boolean before5 = isBeforeMqtt5(configuration);
        boolean resumes = !configuration.isCleanStart();
        mistakes.addIf(resumes && !before5 && expiry == 0,
                "cleanStart=false has no effect with sessionExpiryInterval=0, because MQTT 5.0 ends the session with its connection: set"
                                                           + " sessionExpiryInterval, for example 7d, or remove cleanStart");
        mistakes.addIf(!resumes && before5 && expiry > 0,
                "sessionExpiryInterval needs MQTT 5.0, but mqttVersion=" + configuration.getMqttVersion()
                                                          + ": use cleanStart=false to keep the session, or another mqttVersion");
        mistakes.addIf("suffix".equals(configuration.getTakeoverPolicy()) && (resumes || expiry > 0),
                "takeoverPolicy=suffix changes the Client Identifier, so it would leave behind the session that cleanStart=false or"
                                                                                                      + " sessionExpiryInterval asks the brokers to keep: use backoff or stop");
        mistakes.addIf(configuration.isFollowServerReference() && before5,
                "followServerReference needs MQTT 5.0, but mqttVersion=" + configuration.getMqttVersion()
                                                                           + ": remove one of them");
        boolean random = configuration.getClientId() == null && configuration.getClientIdGenerator() == null;
        mistakes.addIf(random && (resumes || expiry > 0),
                (resumes ? "cleanStart=false" : "sessionExpiryInterval=" + configuration.getSessionExpiryInterval())
                                                          + " needs a Client Identifier that stays the same over restarts, but it is"
                                                          + " random: set clientId");
    }
}
