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

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Assumptions;

/** Small things that several tests need. */
final class Its {

    /** Quick reconnection, so that tests with outages take little time. */
    static final String QUICK = "&reconnectDelay=50&reconnectMaxDelay=500";

    private Its() {
    }

    /** Waits long, for busy machines. */
    static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(40)).pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20));
    }

    static void until(BooleanSupplier condition) {
        soon().until(condition::getAsBoolean);
    }

    /** The numbers from 0 on as texts. */
    static List<String> numbers(int count) {
        return new ArrayList<>(IntStream.range(0, count).mapToObj(Integer::toString).toList());
    }

    /** A running mosquitto; the test is skipped where there is none. */
    static MosquittoBroker mosquitto(BrokerOptions options) {
        Assumptions.assumeTrue(MosquittoBroker.isInstalled(), "no mosquitto executable on this machine");
        MosquittoBroker broker = MosquittoBroker.builder(options).quiet().build();
        broker.start();
        return broker;
    }

    /** What occurs more than once. */
    static List<String> repeated(List<String> texts) {
        Set<String> seen = new HashSet<>();
        return texts.stream().filter(text -> !seen.add(text)).toList();
    }
}
