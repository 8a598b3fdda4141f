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
package io.github.camelmqttx.examples.kamelets;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.github.camelmqttx.MqttxConstants;
import io.github.camelmqttx.examples.broker.Figures;
import io.github.camelmqttx.examples.broker.Tally;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;

/** The bean of the routes: numbers the measurements, refuses some of them, and keeps the books. Thread-safe. */
public final class Books {

    /** Measurements with this number or a multiple of it cannot be worked on. */
    static final int BAD = 10;

    private static final String OVEN = "oven";

    private final Tally tally = new Tally();
    private final AtomicLong measured = new AtomicLong();
    private final Set<Long> rejected = ConcurrentHashMap.newKeySet();

    /** Makes the exchange's message the next measurement. */
    public void measured(Exchange exchange) {
        exchange.getMessage().setBody(measured.incrementAndGet());
    }

    /** The broker has acknowledged the measurement: it must arrive. */
    public void accepted(@Body long number) {
        tally.sent(OVEN, number);
    }

    /** @throws IllegalArgumentException for some, always the same */
    public void check(@Body String reading) {
        if (Long.parseLong(reading) % BAD == 0) {
            throw new IllegalArgumentException("Measurement " + reading + " is out of range");
        }
    }

    /** It has gone its way to the end: as a reading, or to where those go that cannot be worked on. */
    public void arrived(@Body String reading, @Header(MqttxConstants.TOPIC) String topic) {
        long number = Long.parseLong(reading);
        tally.arrived(OVEN, number);
        if (topic.startsWith("rejected/")) {
            rejected.add(number);
        }
    }

    Figures figures() {
        return tally.total();
    }

    /** For people. The topic of those that are rejected has an order of its own, so there is none to speak of. */
    String summary() {
        Figures figures = figures();
        return "accepted " + figures.sent() + ", stored " + (figures.arrived() - rejected.size()) + ", rejected "
               + rejected.size() + ", arrived again " + figures.again() + ", missing " + figures.missing();
    }

    /** Those that have arrived as rejected. */
    Set<Long> rejected() {
        return Set.copyOf(rejected);
    }
}
