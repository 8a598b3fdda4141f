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

import java.util.stream.Stream;

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

    private static final int SEEDS = 4;
    private static final int MORE_SEEDS = 60;

    static Stream<Arguments> seeds() {
        return seeds(1, SEEDS);
    }

    static Stream<Arguments> moreSeeds() {
        return seeds(SEEDS + 1, MORE_SEEDS);
    }

    private static Stream<Arguments> seeds(int first, int last) {
        return Stream.of("5", "3.1.1")
                .flatMap(version -> Stream.iterate(first, seed -> seed + 1).limit(last - first + 1)
                        .map(seed -> Arguments.of(version, seed)));
    }

    @ParameterizedTest(name = "{displayName} MQTT {0} seed {1}")
    @MethodSource("seeds")
    @DisplayName("M64 M52 M43 random dealings with a broker: the same packets and the same messages with each driver")
    void randomDealings_everyDriver_sameTrace(String version, long seed) throws Exception {
        assertSameTrace(version, seed);
    }

    @Tag("slow")
    @ParameterizedTest(name = "{displayName} MQTT {0} seed {1}")
    @MethodSource("moreSeeds")
    @DisplayName("M64 M52 M43 random dealings with a broker, more of them: the same with each driver")
    void manyRandomDealings_everyDriver_sameTrace(String version, long seed) throws Exception {
        assertSameTrace(version, seed);
    }

    private static void assertSameTrace(String version, long seed) throws Exception {
        Cell engine = new Cell(Driver.NETTY, version);
        Trace expected = engine.traits().comparable(DriverScenario.run(engine, seed));
        for (Driver driver : Driver.values()) {
            Cell other = new Cell(driver, version);
            Trace trace = other.traits().comparable(DriverScenario.run(other, seed));
            assertThat(trace.application()).as("what the application sees with %s", other)
                    .containsExactlyElementsOf(expected.application());
            assertThat(trace.completions()).as("PUBCOMPs of %s", other).containsExactlyElementsOf(expected.completions());
            assertThat(trace.broker()).as("what the broker sees of %s", other).containsExactlyElementsOf(expected.broker());
        }
    }
}
