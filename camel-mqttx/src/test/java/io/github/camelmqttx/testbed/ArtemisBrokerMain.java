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
package io.github.camelmqttx.testbed;

import java.util.Properties;
import java.util.Set;

import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;

/** Artemis in a JVM of its own; started by {@link ArtemisBroker}. */
final class ArtemisBrokerMain {

    private ArtemisBrokerMain() {
    }

    public static void main(String[] arguments) throws Exception {
        Properties settings = BrokerProcess.settings(arguments);
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ().setConfiguration(configuration(settings));
        if (settings.containsKey("user")) {
            broker.setSecurityManager(new OneUser(settings.getProperty("user"), settings.getProperty("password")));
        }
        broker.start();
        if (!broker.getActiveMQServer().isStarted()) {
            throw new IllegalStateException("Artemis has not started; the reason is above");
        }
        BrokerProcess.serve(broker::stop);
    }

    private static Configuration configuration(Properties settings) throws Exception {
        String data = settings.getProperty("data");
        Configuration configuration = new ConfigurationImpl()
                .setName("test-bed")
                .setPersistenceEnabled(Boolean.parseBoolean(settings.getProperty("persistent")))
                .setJournalType(JournalType.NIO)
                .setBindingsDirectory(data + "/bindings")
                .setJournalDirectory(data + "/journal")
                .setPagingDirectory(data + "/paging")
                .setLargeMessagesDirectory(data + "/large-messages")
                .setSecurityEnabled(settings.containsKey("user"))
                .setCriticalAnalyzer(false)
                .setMaxDiskUsage(-1)
                .addAddressSetting("#", new AddressSettings().setAutoCreateAddresses(true).setAutoCreateQueues(true)
                        .setMaxDeliveryAttempts(-1));
        configuration.addAcceptorConfiguration("tcp", settings.getProperty("tcp"));
        for (String name : settings.stringPropertyNames()) {
            if (name.startsWith("tls")) {
                configuration.addAcceptorConfiguration(name, settings.getProperty(name));
            }
        }
        return configuration;
    }

    private record OneUser(String user, String password) implements ActiveMQSecurityManager {

        @Override
        public boolean validateUser(String name, String secret) {
            return user.equals(name) && password.equals(secret);
        }

        @Override
        public boolean validateUserAndRole(String name, String secret, Set<Role> roles, CheckType checkType) {
            return validateUser(name, secret);
        }

        @Override
        public String toString() {
            return "OneUser[" + user + "]";
        }
    }
}
