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
package io.github.camelmqttx.examples.storeandforward;

import java.util.concurrent.atomic.AtomicLong;

import io.github.camelmqttx.examples.broker.Example;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.main.Main;

/** The sender: a Camel application in a JVM of its own. */
public final class Sender {

    static final String STORED = "stored ";

    private Sender() {
    }

    /**
     * @param arguments name of the log, brokers, directory of the outbox, number to count on from, how many messages
     */
    public static void main(String[] arguments) throws Exception {
        Example.assist(arguments[0]);
        Main camel = new Main();
        camel.addInitialProperty("brokers", arguments[1]);
        camel.addInitialProperty("outbox", arguments[2]);
        camel.addInitialProperty("count", arguments[4]);
        camel.bind("meter", new Meter(Long.parseLong(arguments[3])));
        camel.configure().addRoutesBuilder(new SenderRoutes());
        camel.start();
        Runtime.getRuntime().addShutdownHook(new Thread(camel::stop, "sender-end"));
    }

    /** Numbers the messages. */
    public static final class Meter {

        private final AtomicLong number;

        Meter(long from) {
            number = new AtomicLong(from);
        }

        public void next(Exchange exchange) {
            exchange.getMessage().setBody(number.incrementAndGet());
        }

        /** Tells the process that counts: from now on the message must arrive, whatever happens. */
        public void stored(@Body long stored) {
            System.out.println(STORED + stored);
        }
    }
}
