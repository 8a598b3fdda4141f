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
package io.github.camelmqttx.examples.broker;

import java.io.PrintStream;
import java.nio.file.Path;

import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** An Artemis broker in a JVM of its own, so that it can be killed. Ends with the process that has started it. */
final class BrokerMain {

    static final String READY = "BROKER-IS-READY";
    static final String STOP = "stop";

    private BrokerMain() {
    }

    /** @param arguments port on 127.0.0.1, directory for what must survive a crash, options of the acceptor */
    public static void main(String[] arguments) throws Exception {
        // Ctrl-C reaches all processes of a terminal; when brokers end is up to the example.
        Signal.handle(new Signal("INT"), SignalHandler.SIG_IGN);
        // Nobody reads the output after the first line; what a logging library writes there belongs into the log.
        PrintStream parent = System.out;
        System.setOut(System.err);
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
        broker.setConfiguration(configuration(Integer.parseInt(arguments[0]), Path.of(arguments[1]), arguments[2]));
        broker.start();
        if (!broker.getActiveMQServer().isStarted()) {
            Runtime.getRuntime().halt(1);
        }
        parent.println(READY);
        byte[] command = System.in.readNBytes(STOP.length());
        if (command.length == STOP.length()) {
            broker.stop();
        }
        Runtime.getRuntime().halt(0);
    }

    private static Configuration configuration(int port, Path data, String options) throws Exception {
        return new ConfigurationImpl()
                .setName("example-" + port)
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                .setJournalFileSize(1024 * 1024)
                .setBindingsDirectory(data.resolve("bindings").toString())
                .setJournalDirectory(data.resolve("journal").toString())
                .setPagingDirectory(data.resolve("paging").toString())
                .setLargeMessagesDirectory(data.resolve("large-messages").toString())
                .setSecurityEnabled(false)
                .setCriticalAnalyzer(false)
                .setMaxDiskUsage(-1)
                .addAddressSetting("#", new AddressSettings()
                        .setAutoCreateAddresses(true).setAutoCreateQueues(true).setMaxDeliveryAttempts(-1))
                .addAcceptorConfiguration("mqtt", "tcp://127.0.0.1:" + port + "?protocols=MQTT;" + options);
    }
}
