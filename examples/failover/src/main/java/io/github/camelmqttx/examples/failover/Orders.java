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
package io.github.camelmqttx.examples.failover;

import java.util.concurrent.atomic.AtomicLong;

import io.github.camelmqttx.MqttxConstants;
import io.github.camelmqttx.examples.broker.Figures;
import io.github.camelmqttx.examples.broker.Tally;
import org.apache.camel.Exchange;

/** Numbers the orders and keeps the books. Safe for use by several threads. */
public final class Orders {

    private final Tally tally = new Tally();
    private final AtomicLong begun = new AtomicLong();

    /** Makes the exchange's message the next order. */
    public void next(Exchange exchange, int qos) {
        exchange.getMessage().setBody(begun.incrementAndGet());
    }

    /** A broker has acknowledged the order: it must arrive. */
    public void accepted(Exchange exchange, int qos) {
        tally.sent("orders/qos" + qos, exchange.getMessage().getBody(Long.class));
    }

    public void arrived(Exchange exchange) {
        String topic = exchange.getMessage().getHeader(MqttxConstants.TOPIC, String.class);
        tally.arrived(topic, Long.parseLong(exchange.getMessage().getBody(String.class)));
    }

    /** How many orders were made, accepted or not. */
    long begun() {
        return begun.get();
    }

    Figures figures(int qos) {
        return tally.figures("orders/qos" + qos);
    }

    Figures total() {
        return tally.total();
    }
}
