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
package io.github.camelmqttx.examples.sharedsubscription;

import io.github.camelmqttx.examples.broker.Example;
import org.apache.camel.Body;
import org.apache.camel.main.Main;

/** A worker: a Camel application in a JVM of its own. */
public final class Worker {

    static final String READY = "ready";
    static final String BEGUN = "begun ";
    static final String DONE = "done ";

    private Worker() {
    }

    /** @param arguments name of the worker, brokers */
    public static void main(String[] arguments) throws Exception {
        Example.assist(arguments[0]);
        Main camel = new Main();
        camel.addInitialProperty("worker", arguments[0]);
        camel.addInitialProperty("brokers", arguments[1]);
        camel.bind("job", new Job());
        camel.start();
        System.out.println(READY);
        Runtime.getRuntime().addShutdownHook(new Thread(camel::stop, "worker-end"));
    }

    /** Tells the process that counts. What a worker has told and not acknowledged when it is killed is done again. */
    public static final class Job {

        public void begun(@Body String number) {
            System.out.println(BEGUN + number);
        }

        public void done(@Body String number) {
            System.out.println(DONE + number);
        }
    }
}
