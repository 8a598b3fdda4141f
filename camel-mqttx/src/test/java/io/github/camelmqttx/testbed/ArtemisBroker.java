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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Artemis in a child JVM. MQTT and WebSocket share a port, with and without TLS. With persistence it keeps everything
 * over a kill. The critical analyzer is off, because it would end the JVM after {@link #suspend()}.
 */
public final class ArtemisBroker extends JavaBroker {

    private final boolean persistent;
    private final boolean oldTls;

    private ArtemisBroker(Path directory, Map<Scheme, Integer> ports, BrokerOptions options, List<TlsPort> more) {
        super("artemis", ArtemisBrokerMain.class, directory, ports, settings(directory, ports, options, more));
        this.persistent = options.persistent();
        this.oldTls = !more.isEmpty();
    }

    @Override
    List<String> command() {
        List<String> command = new ArrayList<>(super.command());
        if (oldTls) {
            Path file = directory().resolve("old-tls.security");
            try {
                Files.writeString(file, "jdk.tls.disabledAlgorithms=SSLv3\n");
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot write " + file, e);
            }
            command.add(1, "-Djava.security.properties=" + file);
        }
        return command;
    }

    /** The broker, not started. */
    public static ArtemisBroker create(BrokerOptions options) {
        return create(options, List.of());
    }

    /** The broker with more TLS listeners, not started. Its JVM allows TLS 1.1, its usual listeners do not offer it. */
    public static ArtemisBroker create(BrokerOptions options, List<TlsPort> more) {
        Map<Scheme, Integer> ports = new EnumMap<>(Scheme.class);
        ports.put(Scheme.MQTT, Ports.reserve());
        ports.put(Scheme.WS, ports.get(Scheme.MQTT));
        if (options.certificates() != null) {
            ports.put(Scheme.MQTTS, Ports.reserve());
            ports.put(Scheme.WSS, ports.get(Scheme.MQTTS));
        }
        return new ArtemisBroker(ChildProcesses.directory("mqttx-artemis-"), ports, options, more);
    }

    private static Properties settings(
            Path directory, Map<Scheme, Integer> ports, BrokerOptions options, List<TlsPort> more) {
        Properties settings = new Properties();
        settings.setProperty("data", directory.resolve("data").toString());
        settings.setProperty("persistent", String.valueOf(options.persistent()));
        settings.setProperty("tcp", "tcp://127.0.0.1:" + ports.get(Scheme.MQTT) + "?protocols=MQTT");
        Certificates certificates = options.certificates();
        if (certificates != null) {
            settings.setProperty("tls", acceptor(new TlsPort(
                    ports.get(Scheme.MQTTS), certificates.authority(), certificates.server(),
                    options.clientCertificateRequired(), more.isEmpty() ? null : "TLSv1.2,TLSv1.3")));
        }
        for (TlsPort each : more) {
            settings.setProperty("tls." + each.port(), acceptor(each));
        }
        if (options.userName() != null && options.password() != null) {
            settings.setProperty("user", options.userName());
            settings.setProperty("password", options.password());
        }
        return settings;
    }

    private static String acceptor(TlsPort tls) {
        return "tcp://127.0.0.1:" + tls.port() + "?protocols=MQTT;sslEnabled=true"
               + ";keyStoreType=PKCS12;keyStorePath=" + tls.server().keyStore("PKCS12")
               + ";keyStorePassword=" + Certificates.PASSWORD
               + ";trustStoreType=PKCS12;trustStorePath=" + tls.authority().identity().trustStore("PKCS12")
               + ";trustStorePassword=" + Certificates.PASSWORD
               + ";needClientAuth=" + tls.clientCertificateRequired()
               + (tls.protocol() == null ? "" : ";enabledProtocols=" + tls.protocol());
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
