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
package io.github.camelmqttx.internal.backoff;

import java.math.BigInteger;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import static org.assertj.core.api.Assertions.assertThat;

class JitteredBackoffPropertyTest {

    @Property
    void nextDelay_anyArguments_withinDocumentedBounds(
            @ForAll @LongRange(min = 1, max = Long.MAX_VALUE) long one,
            @ForAll @LongRange(min = 1, max = Long.MAX_VALUE) long other,
            @ForAll long seed) {
        long initial = Math.min(one, other);
        long max = Math.max(one, other);
        JitteredBackoff backoff = new JitteredBackoff(initial, max, new Random(seed));
        for (int round = 0; round < 2; round++) {
            for (int step = 0; step < 70; step++) {
                BigInteger base = BigInteger.valueOf(initial).shiftLeft(step).min(BigInteger.valueOf(max));
                BigInteger fifth = base.divide(BigInteger.valueOf(5));
                long delay = backoff.nextDelayNanos();
                assertThat(delay).isPositive().isLessThanOrEqualTo(max);
                assertThat(BigInteger.valueOf(delay)).isBetween(base.subtract(fifth), base.add(fifth));
            }
            backoff.reset();
        }
    }
}
