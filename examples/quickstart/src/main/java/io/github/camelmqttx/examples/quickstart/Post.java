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
package io.github.camelmqttx.examples.quickstart;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Writes and reads the messages in the routes, and has the {@link Ledger} count them. */
public final class Post {

    /** Header: the device that a message is from or for. */
    static final String DEVICE = "device";
    /** Header: its temperature. */
    static final String CELSIUS = "celsius";

    private static final String BROKER_BEFORE = "brokerBefore";

    private final String run;
    private final Ledger ledger;
    private final Sessions sessions;

    Post(String run, Ledger ledger, Sessions sessions) {
        this.run = run;
        this.ledger = ledger;
        this.sessions = sessions;
    }

    /** Makes the exchange's message the next one of the flow, ready to be published. */
    void write(Exchange exchange, Flow flow, String device, double celsius) {
        Note note = new Note(run, flow, ledger.sending(flow), device, celsius);
        exchange.setProperty(BROKER_BEFORE, sessions.broker(flow.sender()));
        exchange.getMessage().setHeader(DEVICE, device);
        exchange.getMessage().setBody(note.json());
    }

    /** After the publish: the broker has the message now. */
    public void sent(Exchange exchange) {
        Note note = Note.parse(exchange.getMessage().getBody(String.class));
        ledger.acknowledged(note.flow(), note.sequence(), exchange.getProperty(BROKER_BEFORE, String.class));
    }

    /** Counts a received message and sets its headers; the exchange ends here if the message is of another run. */
    public void received(Exchange exchange) {
        Message message = exchange.getMessage();
        Note note = Note.parse(message.getBody(String.class));
        if (note.run().equals(run)) {
            ledger.received(note.flow(), note.sequence());
            message.setHeader(DEVICE, note.device());
            message.setHeader(CELSIUS, note.celsius());
        } else {
            exchange.setRouteStop(true);
        }
    }
}
