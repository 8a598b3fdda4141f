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
package io.github.camelmqttx.internal.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStoreException;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.Credentials;
import io.github.camelmqttx.internal.client.CredentialsSource;
import io.github.camelmqttx.internal.client.TlsEngineFactory;
import io.github.camelmqttx.testbed.LogCapture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

import static org.assertj.core.api.Assertions.assertThat;

/** Files are replaced under a session, in virtual time. */
class RotationTest {

    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration SETTLE = Duration.ofNanos(Rotation.SETTLE_NANOS);

    private final SessionFixture fixture = new SessionFixture();
    private final Material material = new Material();

    @TempDir
    private Path directory;
    private Path file;

    /** Loads the file; it is broken if its content says so. */
    private final class Material implements TlsEngineFactory {

        private int loads;

        @Override
        public SSLEngine newEngine(String host, int port) throws GeneralSecurityException, IOException {
            loads++;
            if (Files.readString(file).contains("broken")) {
                throw new KeyStoreException("half a file");
            }
            return SSLContext.getDefault().createSSLEngine();
        }
    }

    @BeforeEach
    void install() throws IOException {
        file = directory.resolve("client.pem");
        Files.writeString(file, "first");
        fixture.brokers = "mqtts://a";
        fixture.tls = material;
        fixture.rotation = new RotationSettings(List.of(file), INTERVAL.toNanos());
    }

    private void replace(String content) throws IOException {
        Path next = Files.writeString(directory.resolve("next"), content);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Makes the engine as the driver would, then connects. */
    private void connect() throws Exception {
        fixture.session().connect();
        fixture.context.run();
        fixture.client().lastConnect().tls().newEngine("a", 8883);
        fixture.client().accept(false);
        work();
    }

    /** What waits for workers, and what comes of it. */
    private void work() {
        fixture.context.run();
        fixture.workers.run();
        fixture.context.run();
    }

    private void pass(Duration time) {
        fixture.context.advance(time);
        work();
    }

    private int attempts() {
        return fixture.session().driver().attempt();
    }

    @Test
    @DisplayName("X11 a replaced file leads to one new connection, after the change has settled")
    void fileReplaced_settled_connectsAnew() throws Exception {
        connect();
        pass(INTERVAL);
        assertThat(attempts()).isOne();
        replace("second");
        pass(INTERVAL);
        assertThat(attempts()).as("not settled").isOne();
        pass(SETTLE);
        assertThat(fixture.client().log()).filteredOn(line -> line.startsWith("DISCONNECT")).hasSize(1);
        assertThat(attempts()).isEqualTo(2);
        fixture.client().lastConnect().tls().newEngine("a", 8883);
        fixture.client().accept(true);
        work();
        pass(INTERVAL);
        pass(SETTLE);
        pass(INTERVAL);
        assertThat(attempts()).as("nothing more").isEqualTo(2);
        assertThat(fixture.events).doesNotContain("DISCONNECTED");
    }

    @Test
    @DisplayName("X11 a file replaced while the connection is being made is seen")
    void fileReplaced_whileConnecting_connectsAnew() throws Exception {
        fixture.session().connect();
        fixture.context.run();
        fixture.client().lastConnect().tls().newEngine("a", 8883);
        replace("second");
        fixture.client().accept(false);
        work();
        pass(SETTLE);
        assertThat(attempts()).isEqualTo(2);
    }

    @Test
    @DisplayName("X11 a file replaced during an outage costs no second connection")
    void fileReplaced_whileDisconnected_isUsedByTheNextOne() throws Exception {
        connect();
        fixture.client().drop();
        replace("second");
        fixture.context.run();
        fixture.client().lastConnect().tls().newEngine("a", 8883);
        fixture.client().accept(true);
        work();
        pass(INTERVAL);
        pass(SETTLE);
        assertThat(attempts()).isEqualTo(2);
    }

    @Test
    @DisplayName("X11 a broken, an empty and a missing file: one warning, the connection stays; a good one is used")
    void fileBroken_staysConnected_untilItIsWhole() throws Exception {
        connect();
        try (LogCapture log = LogCapture.start()) {
            for (String content : new String[] { "broken 1", "broken 2", "" }) {
                replace(content);
                pass(INTERVAL);
                pass(SETTLE);
            }
            Files.delete(file);
            pass(INTERVAL);
            pass(SETTLE);
            assertThat(attempts()).isOne();
            assertThat(log.messages(Level.WARN)).singleElement().asString()
                    .contains("client.pem", "half a file", "stays as it is");
        }
        replace("second");
        pass(INTERVAL);
        pass(SETTLE);
        assertThat(attempts()).isEqualTo(2);
    }

    @Test
    @DisplayName("X11 a file that changes all the time is not used before it settles; one that changes back is none")
    void fileInTheMaking_isNotUsed() throws Exception {
        connect();
        replace("second");
        pass(INTERVAL);
        replace("third");
        pass(SETTLE);
        replace("first");
        pass(SETTLE);
        pass(INTERVAL);
        assertThat(attempts()).isOne();
        assertThat(material.loads).as("never loaded but for the connection").isOne();
    }

    @Test
    @DisplayName("X11 the connection ends only when routes have finished and their acknowledgements are out")
    void fileReplaced_messageInRoute_waitsForIt() throws Exception {
        SessionFixture.Route route = fixture.route("r", "t");
        connect();
        fixture.client().deliver(SessionFixture.message("t", 1, 7));
        fixture.context.run();
        replace("second");
        pass(INTERVAL);
        fixture.context.advance(SETTLE);
        fixture.workers.run();
        fixture.context.run();
        assertThat(attempts()).isOne();
        route.finish(0);
        pass(Duration.ofMillis(20));
        assertThat(fixture.client().acknowledged()).containsExactly(7);
        assertThat(attempts()).isEqualTo(2);
    }

    @Test
    @DisplayName("X11 M09 without TLS a replaced password file leads to a new connection, even if replaced right after it was read")
    void passwordReplaced_whileConnecting_connectsAnew() throws Exception {
        fixture.brokers = "a";
        fixture.tls = null;
        fixture.credentials = new PasswordFile();
        fixture.session().connect();
        work();
        assertThat(fixture.client().lastConnect().credentials().password()).isEqualTo("first");
        replace("second");
        fixture.client().accept(false);
        work();
        pass(SETTLE);
        work();
        assertThat(attempts()).isEqualTo(2);
        assertThat(fixture.client().lastConnect().credentials().password()).isEqualTo("second");
    }

    /** Reads the file at each question. */
    private final class PasswordFile implements CredentialsSource {

        @Override
        public Credentials known() {
            return null;
        }

        @Override
        public Credentials ask(BrokerAddress broker, String clientId) {
            try {
                return new Credentials("u", Files.readString(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean needsMqtt5() {
            return false;
        }

        @Override
        public String origin() {
            return "passwordFile";
        }
    }

    @Test
    @DisplayName("X11 a session that is closed looks at no file any more")
    void closed_noTimerIsLeft() throws Exception {
        connect();
        replace("second");
        pass(INTERVAL);
        fixture.close();
        work();
        assertThat(fixture.context.pendingTimers()).isEmpty();
        assertThat(attempts()).isOne();
    }

    @Test
    @DisplayName("X11 without rotationCheckInterval nothing looks at files")
    void off_noLook() throws Exception {
        fixture.rotation = RotationSettings.NONE;
        connect();
        replace("second");
        pass(INTERVAL);
        pass(SETTLE);
        assertThat(attempts()).isOne();
        assertThat(fixture.workers.waiting()).isZero();
    }
}
