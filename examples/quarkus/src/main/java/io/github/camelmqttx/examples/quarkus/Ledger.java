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
package io.github.camelmqttx.examples.quarkus;

import java.util.BitSet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

/**
 * Numbers the measurements, knows which of them have arrived, and writes a line of figures for each. Safe for use by
 * several threads.
 */
@ApplicationScoped
@Named
public class Ledger {

    private final BitSet sent = new BitSet();
    private final BitSet arrived = new BitSet();
    private int last;

    /** The next measurement; the first one is 1. */
    public synchronized int next() {
        return ++last;
    }

    /** The broker has it. */
    public synchronized void sent(int measurement) {
        sent.set(measurement);
        tell();
    }

    public synchronized void arrived(int measurement) {
        arrived.set(measurement);
        tell();
    }

    private void tell() {
        BitSet missing = (BitSet) sent.clone();
        missing.andNot(arrived);
        System.out.println("sent=" + sent.cardinality() + " arrived=" + arrived.cardinality() + " missing="
                           + missing.cardinality());
    }
}
