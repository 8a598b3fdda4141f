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
package io.github.camelmqttx.internal.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.camelmqttx.EnhancedAuthentication;
import io.github.camelmqttx.MqttxConfiguration;
import io.github.camelmqttx.MqttxCredentials;
import io.github.camelmqttx.ScramAuthentication;
import io.github.camelmqttx.internal.session.ConnectionSettings;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@DisplayName("M09 X11: mistakes about credentials are found at start")
class CredentialsCheckTest {

    private static final String SECRET = "t0p-s3cret";

    @TempDir
    static Path directory;

    private static MqttxConfiguration valid() {
        MqttxConfiguration configuration = new MqttxConfiguration();
        configuration.setBrokers("a.example");
        return configuration;
    }

    private static Arguments mistake(String said, Consumer<MqttxConfiguration> change) {
        return Arguments.of(said, change);
    }

    private static String existing() {
        return "file:" + directory;
    }

    private static void provider(MqttxConfiguration configuration) {
        configuration.setCredentialsProvider((broker, clientId) -> new MqttxCredentials("user", SECRET));
    }

    private static EnhancedAuthentication named(String method) {
        return new EnhancedAuthentication() {
            @Override
            public String method() {
                if (method == null) {
                    throw new IllegalStateException("not configured");
                }
                return method;
            }

            @Override
            public Exchange begin(String broker, String clientId) {
                throw new IllegalStateException("not at start");
            }
        };
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("credentialsProvider and userName exclude each other", c -> {
                    provider(c);
                    c.setUserName("user");
                }),
                mistake("credentialsProvider and userName, password exclude each other", c -> {
                    provider(c);
                    c.setUserName("user");
                    c.setPassword(SECRET);
                }),
                mistake("credentialsProvider and passwordFile exclude each other", c -> {
                    provider(c);
                    c.setPasswordFile(existing());
                }),
                mistake("password and passwordFile exclude each other", c -> {
                    c.setUserName("user");
                    c.setPassword(SECRET);
                    c.setPasswordFile(existing());
                }),
                mistake("passwordFile: the file /nowhere/at/all does not exist: create it", c -> {
                    c.setUserName("user");
                    c.setPasswordFile("file:/nowhere/at/all");
                }),
                mistake("passwordFile: it is empty: name the file", c -> {
                    c.setUserName("user");
                    c.setPasswordFile("file:");
                }),
                mistake("passwordFile: classpath:secret.txt is part of the application", c -> {
                    c.setUserName("user");
                    c.setPasswordFile("classpath:secret.txt");
                }),
                mistake("password is given without userName, which MQTT 3.1.1 does not allow", c -> {
                    c.setMqttVersion("3.1.1");
                    c.setPassword(SECRET);
                }),
                mistake("passwordFile is given without userName, which MQTT 3.1 does not allow", c -> {
                    c.setMqttVersion("3.1");
                    c.setPasswordFile(existing());
                }),
                mistake("userName contains the character U+0000", c -> c.setUserName("user\0")),
                mistake("enhancedAuthentication needs MQTT 5.0, but mqttVersion=3.1.1", c -> {
                    c.setMqttVersion("3.1.1");
                    c.setEnhancedAuthentication(named("M"));
                }),
                mistake("enhancedAuthentication is not possible with client=paho", c -> {
                    c.setClient("paho");
                    c.setEnhancedAuthentication(named("M"));
                }),
                mistake("the bean names no Authentication Method", c -> c.setEnhancedAuthentication(named(""))),
                mistake("the bean names no Authentication Method (java.lang.IllegalStateException: not configured)",
                        c -> c.setEnhancedAuthentication(named(null))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void options_areContradictory_startIsRefusedWithWhatToDo(String said, Consumer<MqttxConfiguration> change) {
        MqttxConfiguration configuration = valid();
        change.accept(configuration);

        assertThatThrownBy(() -> ConfigurationCheck.consumer(configuration, "t", Set.of()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(said).hasMessageNotContaining(SECRET);
        assertThatThrownBy(() -> ConfigurationCheck.producer(configuration, "t", Set.of())).hasMessageContaining(said);
    }

    static Stream<Consumer<MqttxConfiguration>> fine() {
        return Stream.of(
                c -> c.setUserName("user"),
                c -> {
                    c.setUserName("user");
                    c.setPasswordFile(existing());
                },
                CredentialsCheckTest::provider,
                c -> c.setPassword(SECRET),
                c -> c.setEnhancedAuthentication(named("M")),
                c -> {
                    provider(c);
                    c.setEnhancedAuthentication(new ScramAuthentication("user", SECRET));
                });
    }

    @ParameterizedTest
    @MethodSource("fine")
    void options_goTogether_startIsAllowed(Consumer<MqttxConfiguration> change) {
        MqttxConfiguration configuration = valid();
        change.accept(configuration);

        ConfigurationCheck.consumer(configuration, "t", Set.of());
        ConnectionSettings connection = SessionSettingsFactory.settings(configuration, null).connection();
        assertThat(connection.toString()).doesNotContain(SECRET);
        assertThat(connection).isEqualTo(SessionSettingsFactory.settings(configuration, null).connection());
    }

    @Test
    @DisplayName("X11 what is in the file is not looked at before the attempt, so that it may still be written")
    void passwordFile_isEmptyAtStart_isAllowed() throws Exception {
        MqttxConfiguration configuration = valid();
        configuration.setUserName("user");
        configuration.setPasswordFile(Files.createFile(directory.resolve("empty")).toString());

        ConfigurationCheck.producer(configuration, "t", Set.of());
    }
}
