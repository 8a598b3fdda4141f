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
package io.github.camelmqttx.internal.client.netty;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Sessions with a hostile broker, see {@link FuzzCase}. {@code -Dmqttx.fuzz.seed=} runs one case again,
 * {@code -Dmqttx.fuzz.cases=} sets how many the long form runs.
 */
class HostileFuzzTest {

    private static final int CASES_IN_THE_BUILD = 1_000;
    private static final int CASES_IN_THE_LONG_RUN = 100_000;
    private static final String SEED = "mqttx.fuzz.seed";

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    @DisplayName("F28 F15 F20 1000 sessions with a hostile broker: no hang, no leak, no acknowledgement that was not earned")
    void sessionsWithHostileBroker_short_keepTheirPromises() {
        Long seed = Long.getLong(SEED);
        if (seed == null) {
            run(1, CASES_IN_THE_BUILD);
        } else {
            run(seed, 1);
        }
    }

    @Test
    @Tag("slow")
    @DisplayName("F28 F15 F20 100000 sessions with a hostile broker: no hang, no leak, no acknowledgement that was not earned")
    void sessionsWithHostileBroker_long_keepTheirPromises() {
        if (Long.getLong(SEED) == null) {
            run(1_000_000, Integer.getInteger("mqttx.fuzz.cases", CASES_IN_THE_LONG_RUN));
        }
    }

    private static void run(long first, int count) {
        for (long seed = first; seed < first + count; seed++) {
            FuzzCase one = new FuzzCase(seed);
            try {
                one.run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "Case failed; run it again with -D" + SEED + "=" + seed + ": " + e.getMessage() + "\n"
                                         + String.join("\n", one.history()),
                        e);
            }
        }
    }
}
