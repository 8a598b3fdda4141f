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

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.camelmqttx.CredentialsProvider;
import io.github.camelmqttx.MqttxCredentials;
import io.github.camelmqttx.MqttxSessionEvent.Kind;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.LogCapture;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.Scheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Credentials that change, at mosquitto: from a bean, from a file, at each attempt. */
@Timeout(60)
class CredentialsIT {

    private static final String USER = "plant";
    private static final AtomicInteger TOKENS = new AtomicInteger();
    private static MosquittoBroker broker;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startBroker() {
        broker = Its.mosquitto(BrokerOptions.plain().withUser(USER, "token-0"));
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    /** A token that the broker takes from now on, in place of the one before. */
    private static String renew() {
        String token = "token-" + TOKENS.incrementAndGet();
        broker.changePassword(USER, token);
        return token;
    }

    /** As the component spells it. */
    private static String address() {
        return "tcp://127.0.0.1:" + broker.port(Scheme.MQTT);
    }

    private static void bind(ItSupport it, CredentialsProvider provider) {
        it.context().getRegistry().bind("tokens", provider);
    }

    @ParameterizedTest(name = "MQTT {0}")
    @ValueSource(strings = { "5", "3.1.1", "3.1" })
    @DisplayName("M09 X11 F17 a bean gives a renewed token when the broker has thrown out the old one: no restart, nothing lost")
    void token_isRenewed_nextConnectUsesItAndNothingIsLost(String version) throws Exception {
        AtomicReference<String> token = new AtomicReference<>(renew());
        AtomicInteger asked = new AtomicInteger();
        String out = "token-out-" + version;
        try (ItSupport it = new ItSupport(broker); LogCapture log = LogCapture.start()) {
            bind(it, (uri, clientId) -> {
                asked.incrementAndGet();
                assertThat(uri).isEqualTo(address());
                return new MqttxCredentials(USER, token.get());
            });
            String options = "credentialsProvider=#tokens&mqttVersion=" + version + Its.QUICK + "&clientId=";
            Recorder in
                    = it.record("in", "mqttx:token/" + version + "/#?qos=1&cleanStart=false&" + options + "token-in-" + version
                                      + ("5".equals(version) ? "&sessionExpiryInterval=1h" : ""));
            it.start();
            String target = "mqttx:token/" + version + "/a?qos=1&" + options + out;
            it.send(target, "before");
            String old = token.get();
            token.set(renew());
            Its.until(() -> broker.connectCount(out) == 2);
            for (int i = 0; i < 20; i++) {
                it.send(target, "after " + i);
            }
            in.await(21);
            assertThat(in.texts()).doesNotHaveDuplicates().hasSize(21);
            assertThat(broker.userName(out)).isEqualTo(USER);
            assertThat(asked).hasValueGreaterThanOrEqualTo(4);
            assertThat(log.text()).doesNotContain(old).doesNotContain(token.get());
        }
    }

    @Test
    @DisplayName("M09 X11 F17 passwordFile: the file is replaced, the next connect reads it anew")
    void passwordFile_isReplaced_nextConnectUsesIt() throws Exception {
        Path file = directory.resolve("token");
        Files.writeString(file, renew() + "\n");
        try (ItSupport it = new ItSupport(broker)) {
            SessionWatch watch = SessionWatch.on(it);
            it.record("in", "mqttx:file?clientId=file-in&userName=plant&passwordFile=file:" + file + Its.QUICK);
            it.start();
            watch.awaitUp("in");
            String renewed = renew();
            Its.until(() -> watch.problem("in").contains("Not authorized"));
            Path next = Files.writeString(directory.resolve("next"), renewed);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            watch.awaitUp("in");
            assertThat(broker.connectCount("file-in")).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("M09 an empty passwordFile fails the attempts and says so; when it is filled the route goes on by itself")
    void passwordFile_isEmpty_attemptsFailUntilItIsFilled() throws Exception {
        Path file = Files.createFile(directory.resolve("empty"));
        try (ItSupport it = new ItSupport(broker)) {
            SessionWatch watch = SessionWatch.on(it);
            it.record("in", "mqttx:file?userName=plant&passwordFile=" + file + Its.QUICK);
            it.start();
            watch.await(Kind.ROUND_FAILED);
            assertThat(watch.problem("in")).contains(address(), file.toString(), "is empty");
            Files.writeString(file, renew());
            watch.awaitUp("in");
        }
    }

    @Test
    @DisplayName("M09 M57 a bean that fails is an error of the attempt with its message; when it recovers so does the route")
    void bean_throws_routeSaysSoAndRecovers() throws Exception {
        String token = renew();
        AtomicBoolean down = new AtomicBoolean(true);
        try (ItSupport it = new ItSupport(broker)) {
            SessionWatch watch = SessionWatch.on(it);
            bind(it, (uri, clientId) -> {
                if (down.get()) {
                    throw new IllegalStateException("the token service is down");
                }
                return new MqttxCredentials(USER, token);
            });
            it.record("in", "mqttx:bean?credentialsProvider=#tokens" + Its.QUICK);
            it.start();
            watch.await(Kind.ROUND_FAILED);
            assertThat(watch.problem("in")).contains(address(), "credentialsProvider", "the token service is down");
            assertThat(it.request("mqttx:bean?credentialsProvider=#tokens&outbox=none" + Its.QUICK, "x", Map.of())
                    .getException()).hasMessageContaining("the token service is down");
            down.set(false);
            watch.awaitUp("in");
        }
    }

    @ParameterizedTest(name = "the bean heeds interrupts: {0}")
    @ValueSource(booleans = { true, false })
    @DisplayName("M09 promise 9: a bean that blocks for ever fails the attempts in time, and the context stops at once")
    void bean_blocksForEver_contextStopsCleanly(boolean interruptible) throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        try (ItSupport it = new ItSupport(broker)) {
            SessionWatch watch = SessionWatch.on(it);
            bind(it, (uri, clientId) -> {
                calls.incrementAndGet();
                if (interruptible) {
                    release.await();
                } else {
                    while (release.getCount() > 0) {
                        awaitInSpiteOfInterrupts(release);
                    }
                }
                return new MqttxCredentials(USER, "too late");
            });
            it.record("in", "mqttx:bean?credentialsProvider=#tokens&connectionTimeout=300" + Its.QUICK);
            it.start();
            watch.await(Kind.ROUND_FAILED, 2);
            assertThat(watch.problem("in")).contains("credentialsProvider").containsAnyOf("300 ms", "an earlier attempt");
            assertThat(calls).hasValue(interruptible ? calls.get() : 1);
            if (!interruptible) {
                release.countDown();
            }
            long begin = System.nanoTime();
            it.context().stop();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        } finally {
            release.countDown();
        }
    }

    private static void awaitInSpiteOfInterrupts(CountDownLatch latch) {
        try {
            latch.await(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            assertThat(latch.getCount()).as("interrupted, and goes on").isNotNegative();
        }
    }
}
