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
package io.github.camelmqttx.torture.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import io.github.camelmqttx.testbed.Broker;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.Certificates;
import io.github.camelmqttx.testbed.HiveMqBroker;
import io.github.camelmqttx.testbed.Identity;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.Scheme;
import io.github.camelmqttx.testbed.TcpProxy;
import org.jspecify.annotations.Nullable;

/** A persistent broker with a proxy for each side. Made started; the broker is for the thread that hits it. */
public final class Site implements AutoCloseable {

    private static final int LOG_LINES = 1_000_000;

    private final @Nullable Certificates certificates;
    private final Path directory;
    private final Broker broker;
    private final TcpProxy publisherProxy;
    private final TcpProxy consumerProxy;
    private int rotations;

    private Site(LegSpec spec, boolean trace, Path directory) {
        this.directory = directory;
        certificates = spec.tls() ? Certificates.create() : null;
        BrokerOptions options = BrokerOptions.plain().withPersistence();
        broker = create(spec.broker(), certificates == null ? options : options.withTls(certificates), trace);
        startBroker();
        int port = broker.port(scheme());
        publisherProxy = TcpProxy.to(broker.host(), port);
        consumerProxy = TcpProxy.to(broker.host(), port);
    }

    private static Broker create(String kind, BrokerOptions options, boolean trace) {
        return switch (kind) {
            case "mosquitto" ->
                (trace ? MosquittoBroker.builder(options) : MosquittoBroker.builder(options).quiet()).build();
            case "hivemq" -> HiveMqBroker.create(options);
            default -> throw new IllegalArgumentException("Expected mosquitto or hivemq, got " + kind);
        };
    }

    /**
     * @param trace     whether the broker logs each packet, if it can
     * @param directory for what the broker said
     */
    static Site start(LegSpec spec, boolean trace, Path directory) {
        return new Site(spec, trace, directory);
    }

    private Scheme scheme() {
        return certificates == null ? Scheme.MQTT : Scheme.MQTTS;
    }

    public Broker broker() {
        return broker;
    }

    /** Starts the broker if it does not run. */
    public void startBroker() {
        broker.start();
        Guard.guardChildren();
    }

    /** In front of the broker as the publisher sees it. */
    public TcpProxy publisherProxy() {
        return publisherProxy;
    }

    /** In front of the broker as the consumer sees it. */
    public TcpProxy consumerProxy() {
        return consumerProxy;
    }

    /** Address of a proxy, with {@code tcp} or {@code ssl}. */
    String uri(TcpProxy proxy) {
        return (certificates == null ? "tcp://" : "ssl://") + proxy.host() + ":" + proxy.port();
    }

    /** The authority that the routes trust; null without TLS. */
    @Nullable
    Path trust() {
        return certificates == null ? null : certificates.authority().identity().certificatePem();
    }

    /** Restarts the broker with another certificate of the same authority. */
    public void rotateCertificate() throws IOException {
        Certificates made = certificates;
        if (made == null) {
            throw new IllegalStateException("There is no TLS listener");
        }
        Identity fresh = made.authority().server("server-" + ++rotations, "localhost", "127.0.0.1");
        broker.stop();
        Files.copy(fresh.certificatePem(), made.server().certificatePem(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(fresh.keyPem(), made.server().keyPem(), StandardCopyOption.REPLACE_EXISTING);
        startBroker();
    }

    /** Ends whatever is wrong. */
    public void heal() {
        broker.resume();
        startBroker();
        for (TcpProxy proxy : new TcpProxy[] { publisherProxy, consumerProxy }) {
            proxy.heal();
            proxy.up();
        }
    }

    @Override
    public void close() {
        publisherProxy.close();
        consumerProxy.close();
        keepLog();
        broker.close();
        if (certificates != null) {
            certificates.close();
        }
    }

    private void keepLog() {
        try {
            if (Files.isDirectory(directory)) {
                Files.writeString(directory.resolve("broker.log"), broker.logTail(LOG_LINES));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep the log of " + broker.name(), e);
        }
    }
}
