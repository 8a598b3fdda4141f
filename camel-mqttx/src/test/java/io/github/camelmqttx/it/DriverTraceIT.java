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

import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.camelmqttx.it.DriverScenario.AckMode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The drivers are each other's oracle: the same dealings look the same to the broker and to the application. */
@Timeout(60)
class DriverTraceIT {

    private static final int SEEDS = 2;
    private static final int MORE_SEEDS = 60;

    static Stream<Arguments> seeds() {
        return seeds(1, SEEDS);
    }

    static Stream<Arguments> moreSeeds() {
        return seeds(SEEDS + 1, MORE_SEEDS);
    }

    private static Stream<Arguments> seeds(int first, int last) {
        return Stream.of("5", "3.1.1").flatMap(version -> Stream.of(AckMode.values()).flatMap(
                ackMode -> IntStream.rangeClosed(first, last).mapToObj(seed -> Arguments.of(version, ackMode, seed))));
    }

    @ParameterizedTest(name = "{displayName} MQTT {0} {1} seed {2}")
    @MethodSource("seeds")
    @DisplayName("M64 M52 M43 random dealings with a broker: the same packets and the same messages with each driver")
    void randomDealings_everyDriver_sameTrace(String version, AckMode ackMode, long seed) throws Exception {
        assertSameTrace(version, ackMode, seed);
    }

    @Tag("slow")
    @ParameterizedTest(name = "{displayName} MQTT {0} {1} seed {2}")
    @MethodSource("moreSeeds")
    @DisplayName("M64 M52 M43 random dealings with a broker, more of them: the same with each driver")
    void manyRandomDealings_everyDriver_sameTrace(String version, AckMode ackMode, long seed) throws Exception {
        assertSameTrace(version, ackMode, seed);
    }

    private static void assertSameTrace(String version, AckMode ackMode, long seed) throws Exception {
        Trace engine = DriverScenario.run(new Cell(Driver.NETTY, version), ackMode, seed);
        for (Driver driver : Driver.values()) {
            Cell cell = new Cell(driver, version);
            Trace trace = DriverScenario.run(cell, ackMode, seed).comparable(cell.traits());
            Trace expected = engine.comparable(cell.traits());
            assertThat(trace.routed()).as("what the route gets with %s", cell).isEqualTo(expected.routed());
            assertThat(trace.published()).as("how publishes end with %s", cell).isEqualTo(expected.published());
            assertThat(trace.answers()).as("how %s acknowledges", cell).isEqualTo(expected.answers());
            assertThat(trace.packets()).as("what %s sends", cell).containsExactlyElementsOf(expected.packets());
        }
    }
}
