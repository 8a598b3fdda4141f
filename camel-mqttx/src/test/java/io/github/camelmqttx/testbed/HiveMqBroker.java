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
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;

/**
 * HiveMQ CE in a child JVM. Stopping takes four seconds; {@link #kill()} does not. It gives a connected subscriber that
 * does not acknowledge only one message, so it proves nothing about back-pressure.
 */
public final class HiveMqBroker extends JavaBroker {

    private final boolean persistent;

    private HiveMqBroker(Path directory, Map<Scheme, Integer> ports, BrokerOptions options) {
        super("hivemq", HiveMqBrokerMain.class, directory, ports, settings(directory, options));
        this.persistent = options.persistent();
        try {
            Path configuration = Files.createDirectories(directory.resolve("conf"));
            Files.writeString(configuration.resolve("config.xml"), configuration(ports, options));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the configuration of HiveMQ", e);
        }
    }

    /** The broker, not started. */
    public static HiveMqBroker create(BrokerOptions options) {
        Map<Scheme, Integer> ports = new EnumMap<>(Scheme.class);
        ports.put(Scheme.MQTT, Ports.reserve());
        ports.put(Scheme.WS, Ports.reserve());
        if (options.certificates() != null) {
            ports.put(Scheme.MQTTS, Ports.reserve());
            ports.put(Scheme.WSS, Ports.reserve());
        }
        return new HiveMqBroker(ChildProcesses.directory("mqttx-hivemq-"), ports, options);
    }

    private static Properties settings(Path directory, BrokerOptions options) {
        Properties settings = new Properties();
        settings.setProperty("configuration", directory.resolve("conf").toString());
        settings.setProperty("data", directory.resolve("data").toString());
        settings.setProperty("extensions", directory.resolve("extensions").toString());
        if (options.userName() != null && options.password() != null) {
            settings.setProperty("user", options.userName());
            settings.setProperty("password", options.password());
        }
        return settings;
    }

    private static String configuration(Map<Scheme, Integer> ports, BrokerOptions options) {
        return """
                <?xml version="1.0"?>
                <hivemq>
                  <listeners>%s</listeners>
                  <mqtt>
                    <queued-messages><max-queue-size>10000000</max-queue-size></queued-messages>
                    <receive-maximum><server-receive-maximum>65535</server-receive-maximum></receive-maximum>
                  </mqtt>
                  <persistence><mode>%s</mode></persistence>
                  <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
                </hivemq>
                """.formatted(listeners(ports, options), options.persistent() ? "file" : "in-memory");
    }

    private static String listeners(Map<Scheme, Integer> ports, BrokerOptions options) {
        StringBuilder xml = new StringBuilder();
        ports.forEach((scheme, port) -> {
            String element = (scheme.isTls() ? "tls-" : "") + (scheme.isWebSocket() ? "websocket" : "tcp") + "-listener";
            xml.append("<").append(element).append("><port>").append(port)
                    .append("</port><bind-address>127.0.0.1</bind-address>");
            if (scheme.isWebSocket()) {
                xml.append("<path>/mqtt</path><subprotocols><subprotocol>mqtt</subprotocol></subprotocols>");
            }
            if (scheme.isTls()) {
                xml.append(tls(options));
            }
            xml.append("</").append(element).append(">\n");
        });
        return xml.toString();
    }

    private static String tls(BrokerOptions options) {
        Certificates certificates = options.certificates();
        if (certificates == null) {
            throw new IllegalStateException("TLS listener without certificates");
        }
        return """
                <tls>
                  <keystore><path>%s</path><password>%s</password><private-key-password>%s</private-key-password></keystore>
                  <truststore><path>%s</path><password>%s</password></truststore>
                  <client-authentication-mode>%s</client-authentication-mode>
                </tls>""".formatted(certificates.server().keyStore("JKS"), Certificates.PASSWORD, Certificates.PASSWORD,
                certificates.authority().identity().trustStore("JKS"), Certificates.PASSWORD,
                options.clientCertificateRequired() ? "REQUIRED" : "NONE");
    }

    @Override
    public boolean supports(Feature feature) {
        return switch (feature) {
            case MQTT_3_1, MQTT_3_1_1, MQTT_5, WEBSOCKET, LIFECYCLE, SUSPEND, TAKEOVER_REASON_CODE,
                    DURABLE_SHARED_SUBSCRIPTIONS ->
                true;
            case TLS -> hasListener(Scheme.MQTTS);
            case PERSISTENCE, CRASH_SAFE -> persistent;
            case FULL_RECEIVE_WINDOW -> false;
        };
    }
}
