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
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Configuration of a {@link MosquittoBroker}. Without further ado it queues without bound and has no bound of its own
 * on messages in flight. For one thread.
 */
public final class MosquittoBrokerBuilder {

    private static final List<Path> PLUGINS = List.of(Path.of("/usr/lib/x86_64-linux-gnu/mosquitto_dynamic_security.so"),
            Path.of("/usr/lib/aarch64-linux-gnu/mosquitto_dynamic_security.so"),
            Path.of("/usr/lib/mosquitto_dynamic_security.so"));

    private final BrokerOptions options;
    private final List<String> lines = new ArrayList<>();
    private final List<String> accessControl = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private String logTypes = "all";
    private int maxInflight;
    private @Nullable Identity serverIdentity;

    MosquittoBrokerBuilder(BrokerOptions options) {
        this.options = options;
    }

    /** How many QoS 1 and 2 messages it has under way to a client, 0: no bound of its own. Its own default is 20. */
    public MosquittoBrokerBuilder maxInflight(int messages) {
        maxInflight = messages;
        return this;
    }

    /** Presents another certificate than {@link Certificates#server()}. */
    public MosquittoBrokerBuilder serverIdentity(Identity identity) {
        serverIdentity = identity;
        return this;
    }

    /**
     * Line of an access control list. This broker grants a SUBSCRIBE that the list denies and then delivers nothing;
     * for refusals see {@link #refuseSubscriptions(String)}.
     */
    public MosquittoBrokerBuilder accessControl(String line) {
        accessControl.add(line);
        return this;
    }

    /** Refuses SUBSCRIBE with exactly this Topic Filter: SUBACK 0x87 to MQTT 5, 0x80 to MQTT 3.1.1. */
    public MosquittoBrokerBuilder refuseSubscriptions(String topicFilter) {
        refused.add("{\"acltype\":\"subscribeLiteral\",\"topic\":\"" + topicFilter + "\",\"priority\":1,\"allow\":false}");
        return this;
    }

    /** Refuses PUBLISH to Topic Names that match: PUBACK or PUBREC 0x87 to MQTT 5, silently swallowed before. */
    public MosquittoBrokerBuilder refusePublish(String topicFilter) {
        refused.add("{\"acltype\":\"publishClientSend\",\"topic\":\"" + topicFilter + "\",\"priority\":1,\"allow\":false}");
        return this;
    }

    /** Largest payload that it forwards; larger messages are dropped. */
    public MosquittoBrokerBuilder messageSizeLimit(int bytes) {
        return line("message_size_limit " + bytes);
    }

    /** Maximum Packet Size that it announces to MQTT 5 clients; larger packets end the connection. */
    public MosquittoBrokerBuilder maxPacketSize(int bytes) {
        return line("max_packet_size " + bytes);
    }

    /** Largest Keep Alive that it accepts: MQTT 5 clients get it as Server Keep Alive, others are refused. */
    public MosquittoBrokerBuilder maxKeepAlive(int seconds) {
        return line("max_keepalive " + seconds);
    }

    /** Logs connections and errors only, for tests with many messages. */
    public MosquittoBrokerBuilder quiet() {
        logTypes = "notice";
        return this;
    }

    /** One more TLS listener; where it requires client certificates, their common names are user names in its log. */
    public MosquittoBrokerBuilder tlsPort(TlsPort tls) {
        line("listener " + tls.port() + " 127.0.0.1");
        line("cafile " + tls.authority().identity().certificatePem());
        line("certfile " + tls.server().certificatePem());
        line("keyfile " + tls.server().keyPem());
        line("require_certificate " + tls.clientCertificateRequired());
        line("use_identity_as_username " + tls.clientCertificateRequired());
        if (tls.protocol() != null) {
            line("tls_version " + tls.protocol().toLowerCase(Locale.ROOT));
        }
        return this;
    }

    /** Any line of mosquitto.conf, after the others. */
    public MosquittoBrokerBuilder line(String line) {
        lines.add(line);
        return this;
    }

    /** The broker, not started. */
    public MosquittoBroker build() {
        Path directory = ChildProcesses.directory("mqttx-mosquitto-");
        Map<Scheme, Integer> ports = new EnumMap<>(Scheme.class);
        ports.put(Scheme.MQTT, Ports.reserve());
        if (options.certificates() != null) {
            ports.put(Scheme.MQTTS, Ports.reserve());
        }
        try {
            Files.write(directory.resolve("mosquitto.conf"), configuration(directory, ports));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write mosquitto.conf", e);
        }
        return new MosquittoBroker(directory, ports, options.persistent());
    }

    private List<String> configuration(Path directory, Map<Scheme, Integer> ports) throws IOException {
        List<String> file = new ArrayList<>(
                List.of(
                        "per_listener_settings false",
                        "log_dest stderr",
                        "log_timestamp_format %Y-%m-%dT%H:%M:%S",
                        "connection_messages true",
                        "set_tcp_nodelay true",
                        "max_queued_messages 0",
                        "max_inflight_messages " + maxInflight));
        if ("all".equals(logTypes)) {
            file.add("log_type all");
        } else {
            List.of("error", "warning", logTypes, "information").forEach(type -> file.add("log_type " + type));
        }
        if ("root".equals(System.getProperty("user.name"))) {
            file.add("user root");
        }
        if (options.persistent()) {
            file.addAll(List.of("persistence true", "persistence_location " + directory + "/", "autosave_interval 1"));
        }
        file.addAll(security(directory));
        file.addAll(lines);
        file.addAll(listeners(ports));
        return file;
    }

    private List<String> listeners(Map<Scheme, Integer> ports) {
        List<String> file = new ArrayList<>(List.of("listener " + ports.get(Scheme.MQTT) + " 127.0.0.1"));
        Certificates certificates = options.certificates();
        if (certificates != null) {
            Identity server = serverIdentity == null ? certificates.server() : serverIdentity;
            file.addAll(List.of("listener " + ports.get(Scheme.MQTTS) + " 127.0.0.1",
                    "cafile " + certificates.authority().identity().certificatePem(),
                    "certfile " + server.certificatePem(),
                    "keyfile " + server.keyPem(),
                    "require_certificate " + options.clientCertificateRequired()));
        }
        return file;
    }

    private List<String> security(Path directory) throws IOException {
        List<String> file = new ArrayList<>(List.of("allow_anonymous " + (options.userName() == null)));
        if (options.userName() != null && options.password() != null) {
            Path passwords = directory.resolve("passwords");
            ChildProcesses.run(
                    List.of("mosquitto_passwd", "-c", "-b", passwords.toString(), options.userName(), options.password()));
            file.add("password_file " + passwords);
        }
        if (!accessControl.isEmpty()) {
            file.add("acl_file " + Files.write(directory.resolve("acl"), accessControl));
        }
        if (!refused.isEmpty()) {
            file.addAll(dynamicSecurity(directory));
        }
        return file;
    }

    private List<String> dynamicSecurity(Path directory) throws IOException {
        if (options.userName() != null) {
            throw new IllegalStateException("Refusals apply to anonymous clients here; leave the user out");
        }
        Path plugin = PLUGINS.stream().filter(Files::exists).findFirst().orElseThrow(
                () -> new IllegalStateException("mosquitto_dynamic_security.so is in none of " + PLUGINS));
        String rules = refused.stream().collect(Collectors.joining(",", "[", "]"));
        Path file = Files.writeString(directory.resolve("dynamic-security.json"), """
                {"defaultACLAccess":{"publishClientSend":true,"publishClientReceive":true,"subscribe":true,"unsubscribe":true},
                 "clients":[],
                 "groups":[{"groupname":"everybody","roles":[{"rolename":"limits","priority":1}],"clients":[]}],
                 "roles":[{"rolename":"limits","acls":%s}],
                 "anonymousGroup":"everybody"}
                """.formatted(rules));
        return List.of("plugin " + plugin, "plugin_opt_config_file " + file);
    }
}
