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

import java.io.File;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.camelmqttx.MqttxSessionEvent;
import io.github.camelmqttx.MqttxSessionEvent.Kind;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.TcpProxy;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Connections that fail over and over again leave nothing behind. */
@Timeout(120)
class ReconnectCyclesIT {

    private static final String OPTIONS = "&reconnectDelay=1&reconnectMaxDelay=1&sessionSharing=always";
    private static final int LONG_RUN = 10_000;

    private static MosquittoBroker broker;

    /** What a process holds. */
    private record Footprint(int threads, int descriptors, long heapBytes) {

        static Footprint now() {
            System.gc();
            System.gc();
            String[] open = new File("/proc/self/fd").list();
            return new Footprint(
                    ManagementFactory.getThreadMXBean().getThreadCount(), open == null ? 0 : open.length,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%d threads, %d descriptors, %.2f MB of heap after GC", threads, descriptors,
                    heapBytes / 1e6);
        }
    }

    @BeforeAll
    static void startBroker() {
        broker = Its.mosquitto(BrokerOptions.plain());
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @ParameterizedTest(name = "F09 {0} connections, 200 times")
    @ValueSource(strings = { "refused", "cut" })
    void connectionsFail_twoHundredTimes_nothingIsLeftBehind(String how) throws Exception {
        failAgainAndAgain(how, 200);
    }

    @ParameterizedTest(name = "F09 {0} connections, 10 000 times: threads, descriptors and heap stay as they are")
    @ValueSource(strings = { "refused", "cut" })
    @Tag("slow")
    @Timeout(3600)
    void connectionsFail_tenThousandTimes_nothingIsLeftBehind(String how) throws Exception {
        failAgainAndAgain(how, LONG_RUN);
    }

    private static void failAgainAndAgain(String how, int cycles) throws Exception {
        try (TcpProxy proxy = TcpProxy.to(broker); ItSupport it = new ItSupport(proxy.uri())) {
            Cycles counted = new Cycles(proxy);
            it.context().getManagementStrategy().addEventNotifier(counted);
            Recorder in = it.record("in", "mqttx:cycles/#?clientId=cycles" + OPTIONS);
            it.start();
            it.send("mqttx:cycles/a?clientId=cycles" + OPTIONS, "before");
            Footprint before = Footprint.now();
            counted.begin(how);
            Footprint early = counted.at(100);
            Footprint late = counted.at(cycles);
            counted.end();
            it.send("mqttx:cycles/a?clientId=cycles" + OPTIONS, "after");
            await().atMost(SessionWatch.TIMEOUT).until(() -> in.texts().contains("after"));
            System.out.printf("F09 %s: before: %s; after 100: %s; after %d: %s%n", how, before, early, cycles, late);
            await("connections that were closed").untilAsserted(() -> assertFlat(before, Footprint.now(), 3));
            assertFlat(early, late, 12);
        }
    }

    /** What is under way at the moment may differ by a few; one of anything left behind by each cycle may not. */
    private static void assertFlat(Footprint before, Footprint after, int slack) {
        assertThat(after.threads()).as("threads").isLessThanOrEqualTo(before.threads() + slack);
        assertThat(after.descriptors()).as("descriptors").isLessThanOrEqualTo(before.descriptors() + slack);
        assertThat(after.heapBytes()).as("heap").isLessThanOrEqualTo(before.heapBytes() + 2_000_000);
    }

    /** Counts the failures; in mode cut it causes each of them. */
    private static final class Cycles extends SimpleEventNotifierSupport {

        private final TcpProxy proxy;
        private final AtomicInteger done = new AtomicInteger();
        private volatile String mode = "";

        Cycles(TcpProxy proxy) {
            this.proxy = proxy;
        }

        void begin(String how) {
            mode = how;
            if ("refused".equals(how)) {
                proxy.down();
            } else {
                proxy.resetAll();
            }
        }

        Footprint at(int number) {
            Its.soon().atMost(Duration.ofMinutes(30)).until(() -> done.get() >= number);
            return Footprint.now();
        }

        void end() {
            mode = "";
            proxy.up();
        }

        @Override
        public void notify(CamelEvent event) {
            if (event instanceof MqttxSessionEvent session) {
                if ("cut".equals(mode) && session.getKind() == Kind.CONNECTED) {
                    done.incrementAndGet();
                    proxy.resetAll();
                } else if ("refused".equals(mode) && session.getKind() == Kind.ROUND_FAILED) {
                    done.incrementAndGet();
                }
            }
        }
    }
}
