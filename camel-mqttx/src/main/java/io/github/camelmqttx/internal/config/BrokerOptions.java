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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.camelmqttx.MqttxConfiguration;
import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.broker.BrokerList;
import io.github.camelmqttx.internal.broker.Transport;
import org.jspecify.annotations.Nullable;

/** Reads the broker list from its option or the synonyms of it. */
public final class BrokerOptions {

    private BrokerOptions() {
    }

    /**
     * The brokers in order of preference, at least one.
     *
     * @throws IllegalArgumentException if none is named, two synonyms differ, or an address is not valid
     */
    public static List<BrokerAddress> brokers(MqttxConfiguration configuration) {
        String text = text(configuration);
        Transport standard = hasTlsOption(configuration) ? Transport.TLS : Transport.TCP;
        List<BrokerAddress> brokers = BrokerList.parseAll(text, standard);
        String path = configuration.getWebSocketPath();
        return path == null ? brokers : withPath(text, standard, path);
    }

    /** Whether an option says that TLS is wanted. */
    static boolean hasTlsOption(MqttxConfiguration configuration) {
        return configuration.getSslContextParameters() != null || hasTlsShortcut(configuration)
                || !configuration.isSslHostnameVerification() || configuration.getTlsServerName() != null
                || configuration.getTlsAlpn() != null;
    }

    /** Whether one of the options is set that stand for SSLContextParameters. */
    public static boolean hasTlsShortcut(MqttxConfiguration configuration) {
        return configuration.getTrustStore() != null || configuration.getTrustStorePassword() != null
                || configuration.getKeyStore() != null || configuration.getKeyStorePassword() != null
                || configuration.getKeyAlias() != null || configuration.isInsecureTls()
                || configuration.getTlsProtocols() != null || configuration.getTlsCipherSuites() != null
                || configuration.getCrlFile() != null
                || !"none".equals(configuration.getCertificateRevocation());
    }

    private static String text(MqttxConfiguration configuration) {
        Map<String, String> given = new LinkedHashMap<>();
        put(given, "brokers", configuration.getBrokers());
        put(given, "brokerUrl", configuration.getBrokerUrl());
        put(given, "serverURIs", configuration.getServerURIs());
        if (given.isEmpty()) {
            throw new IllegalArgumentException(
                    "brokers is empty: name at least one broker, for example brokers=tcp://localhost:1883");
        }
        if (given.values().stream().distinct().count() > 1) {
            throw new IllegalArgumentException(
                    String.join(" and ", given.keySet()) + " are synonyms, but have different values: keep brokers only");
        }
        return given.values().iterator().next();
    }

    private static void put(Map<String, String> given, String option, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            given.put(option, value.strip());
        }
    }

    private static List<BrokerAddress> withPath(String text, Transport standard, String path) {
        List<BrokerAddress> brokers = new ArrayList<>();
        for (String element : text.split(",", -1)) {
            BrokerAddress broker = BrokerAddress.parse(element, standard);
            int scheme = element.indexOf("://");
            String address = element.substring(scheme < 0 ? 0 : scheme + 3);
            boolean pathNamed = address.indexOf('/') >= 0 || address.indexOf('?') >= 0;
            BrokerAddress complete = broker.transport().isWebSocket() && !pathNamed
                    ? new BrokerAddress(broker.transport(), broker.host(), broker.port(), path)
                    : broker;
            if (!brokers.contains(complete)) {
                brokers.add(complete);
            }
        }
        return List.copyOf(brokers);
    }
}
