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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import com.hivemq.embedded.EmbeddedHiveMQBuilder;
import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;

/** HiveMQ CE in a JVM of its own; started by {@link HiveMqBroker}. */
final class HiveMqBrokerMain {

    private HiveMqBrokerMain() {
    }

    public static void main(String[] arguments) throws Exception {
        Properties settings = BrokerProcess.settings(arguments);
        EmbeddedHiveMQBuilder builder = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(Path.of(settings.getProperty("configuration")))
                .withDataFolder(Files.createDirectories(Path.of(settings.getProperty("data"))))
                .withExtensionsFolder(Files.createDirectories(Path.of(settings.getProperty("extensions"))))
                .withoutLoggingBootstrap();
        if (settings.containsKey("user")) {
            builder.withEmbeddedExtension(EmbeddedExtension.builder().withId("one-user").withName("one user").withVersion("1")
                    .withAuthor("camel-mqttx")
                    .withExtensionMain(new OneUser(settings.getProperty("user"), settings.getProperty("password"))).build());
        }
        EmbeddedHiveMQ broker = builder.build();
        broker.start().get();
        BrokerProcess.serve(() -> broker.stop().get());
    }

    private static final class OneUser implements ExtensionMain {

        private final String user;
        private final String password;

        OneUser(String user, String password) {
            this.user = user;
            this.password = password;
        }

        @Override
        public void extensionStart(ExtensionStartInput start, ExtensionStartOutput result) {
            Services.securityRegistry().setEnhancedAuthenticatorProvider(input -> new HiveMqAuthenticator(user, password));
        }

        @Override
        public void extensionStop(ExtensionStopInput stop, ExtensionStopOutput result) {
            // ends with its JVM
        }
    }
}
