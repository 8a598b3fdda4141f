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
package io.github.camelmqttx.examples.springboot;

import java.util.concurrent.atomic.AtomicLong;

import io.github.camelmqttx.examples.broker.Figures;
import io.github.camelmqttx.examples.broker.Tally;
import org.springframework.stereotype.Component;

/** Numbers the measurements and keeps the books. Safe for use by several threads. */
@Component
public class Ledger {

    private static final String OVEN = "oven";

    private final Tally tally = new Tally();
    private final AtomicLong last = new AtomicLong();

    /** The next measurement; the first one is 1. */
    public long next() {
        return last.incrementAndGet();
    }

    /** The broker has it. */
    public void sent(long measurement) {
        tally.sent(OVEN, measurement);
    }

    public void arrived(long measurement) {
        tally.arrived(OVEN, measurement);
    }

    Figures figures() {
        return tally.total();
    }

    /** Those given to the producer; not all of them are with a broker yet. */
    long begun() {
        return last.get();
    }
}
