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
package io.github.camelmqttx.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.camelmqttx.MqttxConstants;
import io.github.camelmqttx.MqttxSessionEvent.Kind;
import io.github.camelmqttx.testbed.Authority;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.Certificates;
import io.github.camelmqttx.testbed.Identity;
import io.github.camelmqttx.testbed.LogCapture;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.Scheme;
import io.github.camelmqttx.testbed.TcpProxy;
import io.github.camelmqttx.testbed.TlsPort;
import org.apache.camel.Exchange;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Certificates are replaced under load, the way Kubernetes replaces the files of a secret: a symbolic link is switched.
 * One broker, reached through a proxy, has a listener for each of two authorities and tells who has connected.
 */
@Timeout(180)
class RotationIT {

    private static final String CHECK = "&rotationCheckInterval=1s&qos=2" + ItSupport.DURABLE + Its.QUICK;
    private static final int FEED_MILLIS = 10;

    private final Certificates certificates = Certificates.create();
    private final ScheduledExecutorService feeder = new ScheduledThreadPoolExecutor(1);
    private final Queue<CompletableFuture<Exchange>> sent = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private TlsPort oldPort;
    private TlsPort newPort;
    private MosquittoBroker broker;
    private TcpProxy proxy;
    private int generation;

    @TempDir
    private Path directory;

    @BeforeEach
    void start() throws Exception {
        Assumptions.assumeTrue(MosquittoBroker.isInstalled(), "no mosquitto executable on this machine");
        oldPort = TlsPort.of(certificates.authority(), certificates.server()).withClientCertificates();
        newPort = TlsPort.of(certificates.strangeAuthority(), certificates.strangeServer()).withClientCertificates();
        broker = MosquittoBroker.builder(BrokerOptions.plain()).quiet().tlsPort(oldPort).tlsPort(newPort).build();
        broker.start();
        proxy = TcpProxy.to("127.0.0.1", oldPort.port());
        for (String name : List.of("ca.pem", "client.pem", "client.p12", "trust.p12")) {
            Files.createSymbolicLink(directory.resolve(name), Path.of("..data", name));
        }
        install(certificates.authority(), "client-0");
    }

    @AfterEach
    void stop() throws Exception {
        feeder.shutdownNow();
        if (broker != null) {
            proxy.close();
            broker.close();
        }
        certificates.close();
    }

    /** Switches all files at once. */
    private void install(Authority authority, String client) throws IOException {
        Identity identity = authority.client(client);
        Path version = Files.createDirectory(directory.resolve("version-" + generation++));
        Files.copy(authority.identity().certificatePem(), version.resolve("ca.pem"));
        Files.copy(authority.identity().trustStore("PKCS12"), version.resolve("trust.p12"));
        Files.copy(identity.keyStore("PKCS12"), version.resolve("client.p12"));
        Files.writeString(version.resolve("client.pem"),
                Files.readString(identity.certificatePem()) + Files.readString(identity.keyPem()));
        switchTo(version);
    }

    private void switchTo(Path version) throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("..tmp"), version.getFileName());
        Files.move(link, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Whether a client with a certificate of this common name has connected. */
    private boolean hasSeen(String client) {
        return broker.logTail(100_000).contains("u'" + client + "'");
    }

    private String stores() {
        return "?clientId=rotated&trustStore=file:" + directory.resolve("ca.pem") + "&keyStore=file:"
               + directory.resolve("client.pem") + CHECK;
    }

    /** Publishes a QoS 1 and a QoS 2 message each way, again and again. */
    private void feed(ItSupport up, String upOptions, ItSupport down, String downOptions) {
        feeder.scheduleAtFixedRate(() -> {
            String number = Integer.toString(count.getAndIncrement());
            for (int qos = 1; qos <= 2; qos++) {
                int level = qos;
                sent.add(up.template().asyncSend("mqttx:up/" + qos + upOptions,
                        exchange -> message(exchange, level, number)));
                sent.add(down.template().asyncSend("mqttx:down/" + qos + downOptions,
                        exchange -> message(exchange, level, number)));
            }
        }, 0, FEED_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static void message(Exchange exchange, int qos, String body) {
        exchange.getMessage().setHeader(MqttxConstants.QOS, qos);
        exchange.getMessage().setBody(body);
    }

    private void rotate(int times, SessionWatch watch) throws Exception {
        for (int i = 1; i <= times; i++) {
            boolean renewed = i > times / 2;
            if (renewed) {
                proxy.retarget("127.0.0.1", newPort.port());
            }
            install(renewed ? certificates.strangeAuthority() : certificates.authority(), "client-" + i);
            String client = "client-" + i;
            Its.until(() -> hasSeen(client));
            watch.await(Kind.CONNECTED, i + 1);
        }
    }

    private void rotateUnderLoad(int times) throws Exception {
        String peerSession = "?clientId=peer&qos=2" + ItSupport.DURABLE + Its.QUICK;
        try (ItSupport it = new ItSupport(proxy.uri(Scheme.MQTTS)); ItSupport peer = new ItSupport(broker)) {
            SessionWatch watch = SessionWatch.on(it);
            Recorder down = it.record("down", "mqttx:down/+" + stores() + "&willTopic=gone/rotated");
            Recorder up = peer.record("up", "mqttx:up/+,gone/#" + peerSession);
            peer.start();
            it.start();
            feed(it, stores() + "&willTopic=gone/rotated", peer, peerSession);
            rotate(times, watch);
            feeder.shutdown();
            assertThat(feeder.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            for (CompletableFuture<Exchange> each : sent) {
                assertThat(each.get(40, TimeUnit.SECONDS).getException()).isNull();
            }
            List<String> all = Its.numbers(count.get());
            for (String topic : List.of("up/1", "up/2", "down/1", "down/2")) {
                Recorder recorder = topic.startsWith("up") ? up : down;
                Its.until(() -> new HashSet<>(recorder.texts(topic)).size() >= all.size());
                assertThat(recorder.texts(topic)).as("nothing lost on %s", topic).containsAll(all);
            }
            assertThat(up.texts("up/2")).as("each once").containsExactlyInAnyOrderElementsOf(all);
            assertThat(down.texts("down/2")).as("each once").containsExactlyInAnyOrderElementsOf(all);
            assertThat(up.texts("gone/rotated")).as("no Will").isEmpty();
            assertThat(watch.events(Kind.DISCONNECTED)).as("each end was graceful").isEmpty();
            assertThat(watch.events(Kind.CONNECTED)).hasSize(times + 1);
            assertThat(broker.connectCount("rotated")).isEqualTo(times + 1);
        }
    }

    @Test
    @DisplayName("X11 F17 four client certificates and a new authority under load both ways: nothing lost, nothing twice")
    void certificatesReplaced_underLoad_nothingIsLost() throws Exception {
        rotateUnderLoad(4);
    }

    @Test
    @Tag("slow")
    @DisplayName("X11 F17 ten client certificates and a new authority under load both ways: nothing lost, nothing twice")
    void certificatesReplacedTenTimes_underLoad_nothingIsLost() throws Exception {
        rotateUnderLoad(10);
    }

    @Test
    @DisplayName("X11 half a file: one warning, the connection stays and works; the whole file is used")
    void halfAFile_connectionStays_untilItIsWhole() throws Exception {
        try (ItSupport it = new ItSupport(proxy.uri(Scheme.MQTTS)); LogCapture log = LogCapture.start()) {
            SessionWatch watch = SessionWatch.on(it);
            Recorder in = it.record("in", "mqttx:half/#" + stores());
            it.start();
            Path broken = Files.createDirectory(directory.resolve("broken"));
            Files.copy(directory.resolve("ca.pem"), broken.resolve("ca.pem"));
            String whole = Files.readString(directory.resolve("client.pem"));
            Files.writeString(broken.resolve("client.pem"), whole.substring(0, whole.length() - 60));
            switchTo(broken);
            Its.until(() -> log.messages(Level.WARN).stream().anyMatch(line -> line.contains("stays as it is")));
            it.send("mqttx:half/a" + stores(), "still here");
            in.await(1);
            install(certificates.authority(), "client-whole");
            Its.until(() -> hasSeen("client-whole"));
            watch.await(Kind.CONNECTED, 2);
            it.send("mqttx:half/a" + stores(), "renewed");
            in.await(2);
            List<String> warnings = new ArrayList<>(log.messages(Level.WARN));
            warnings.removeIf(line -> !line.contains("client.pem"));
            assertThat(warnings).singleElement().asString().contains("truncated").contains("rotated");
        }
    }

    @Test
    @DisplayName("X11 the stores of SSLContextParameters are read again and looked at too")
    void sslContextParameters_storesReplaced_areUsed() throws Exception {
        try (ItSupport it = new ItSupport(proxy.uri(Scheme.MQTTS))) {
            it.context().getRegistry().bind("tls", parameters());
            String options = "?clientId=rotated&sslContextParameters=#tls" + CHECK;
            Recorder in = it.record("in", "mqttx:parameters/#" + options);
            it.start();
            proxy.retarget("127.0.0.1", newPort.port());
            install(certificates.strangeAuthority(), "client-new");
            Its.until(() -> hasSeen("client-new"));
            it.send("mqttx:parameters/a" + options, "renewed");
            assertThat(in.awaitFirst().text()).isEqualTo("renewed");
        }
    }

    private SSLContextParameters parameters() {
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(store("trust.p12"));
        KeyManagersParameters keys = new KeyManagersParameters();
        keys.setKeyStore(store("client.p12"));
        keys.setKeyPassword(Certificates.PASSWORD);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(trust);
        parameters.setKeyManagers(keys);
        return parameters;
    }

    private KeyStoreParameters store(String name) {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + directory.resolve(name));
        store.setType("PKCS12");
        store.setPassword(Certificates.PASSWORD);
        return store;
    }
}
