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

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;

/**
 * Artemis in a child JVM. MQTT and WebSocket share a port, with and without TLS. With persistence it keeps everything
 * over a kill. The critical analyzer is off, because it would end the JVM after {@link #suspend()}.
 */
public final class ArtemisBroker extends JavaBroker {

    private final boolean persistent;

    private ArtemisBroker(Path directory, Map<Scheme, Integer> ports, BrokerOptions options) {
        super("artemis", ArtemisBrokerMain.class, directory, ports, settings(directory, ports, options));
        this.persistent = options.persistent();
    }

    /** The broker, not started. */
    public static ArtemisBroker create(BrokerOptions options) {
        Map<Scheme, Integer> ports = new EnumMap<>(Scheme.class);
        ports.put(Scheme.MQTT, Ports.reserve());
        ports.put(Scheme.WS, ports.get(Scheme.MQTT));
        if (options.certificates() != null) {
            ports.put(Scheme.MQTTS, Ports.reserve());
            ports.put(Scheme.WSS, ports.get(Scheme.MQTTS));
        }
        return new ArtemisBroker(ChildProcesses.directory("mqttx-artemis-"), ports, options);
    }

    private static Properties settings(Path directory, Map<Scheme, Integer> ports, BrokerOptions options) {
        Properties settings = new Properties();
        settings.setProperty("data", directory.resolve("data").toString());
        settings.setProperty("persistent", String.valueOf(options.persistent()));
        settings.setProperty("tcp", "tcp://127.0.0.1:" + ports.get(Scheme.MQTT) + "?protocols=MQTT");
        Certificates certificates = options.certificates();
        if (certificates != null) {
            settings.setProperty("tls", "tcp://127.0.0.1:" + ports.get(Scheme.MQTTS) + "?protocols=MQTT;sslEnabled=true"
                                        + ";keyStoreType=PKCS12;keyStorePath=" + certificates.server().keyStore("PKCS12")
                                        + ";keyStorePassword=" + Certificates.PASSWORD
                                        + ";trustStoreType=PKCS12;trustStorePath="
                                        + certificates.authority().identity().trustStore("PKCS12")
                                        + ";trustStorePassword=" + Certificates.PASSWORD
                                        + ";needClientAuth=" + options.clientCertificateRequired());
        }
        if (options.userName() != null && options.password() != null) {
            settings.setProperty("user", options.userName());
            settings.setProperty("password", options.password());
        }
        return settings;
    }

    @Override
    public boolean supports(Feature feature) {
        return switch (feature) {
            case MQTT_3_1, MQTT_3_1_1, MQTT_5, WEBSOCKET, LIFECYCLE, SUSPEND, TAKEOVER_REASON_CODE,
                    DURABLE_SHARED_SUBSCRIPTIONS, FULL_RECEIVE_WINDOW ->
                true;
            case TLS -> hasListener(Scheme.MQTTS);
            case PERSISTENCE, CRASH_SAFE -> persistent;
        };
    }
}
