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

import java.util.ArrayList;
import java.util.List;

import io.github.camelmqttx.EnhancedAuthentication;
import io.github.camelmqttx.MqttxConfiguration;
import io.github.camelmqttx.internal.auth.OptionCredentials;
import io.github.camelmqttx.internal.auth.PasswordFile;
import io.github.camelmqttx.internal.client.CredentialsSource;
import org.jspecify.annotations.Nullable;

/** Checks who the session says it is, and makes the credentials of its options. */
final class CredentialsCheck {

    private final MqttxConfiguration configuration;
    private final Mistakes mistakes;

    CredentialsCheck(MqttxConfiguration configuration, Mistakes mistakes) {
        this.configuration = configuration;
        this.mistakes = mistakes;
    }

    /** The credentials of options without mistakes. */
    static CredentialsSource source(MqttxConfiguration configuration) {
        String file = configuration.getPasswordFile();
        return new OptionCredentials(
                configuration.getUserName(), configuration.getPassword(), file == null ? null : PasswordFile.parse(file),
                configuration.getCredentialsProvider(), configuration.getEnhancedAuthentication());
    }

    void run() {
        sources();
        userName();
        String file = configuration.getPasswordFile();
        if (file != null) {
            mistakes.run("passwordFile", () -> passwordFile(file));
        }
        EnhancedAuthentication bean = configuration.getEnhancedAuthentication();
        if (bean != null) {
            enhanced(bean);
        }
    }

    private void sources() {
        List<String> others = new ArrayList<>();
        addIf(others, "userName", configuration.getUserName());
        addIf(others, "password", configuration.getPassword());
        addIf(others, "passwordFile", configuration.getPasswordFile());
        mistakes.addIf(configuration.getCredentialsProvider() != null && !others.isEmpty(),
                "credentialsProvider and " + String.join(", ", others)
                                                                                            + " exclude each other, because the provider gives user"
                                                                                            + " name and password: keep one of them");
        mistakes.addIf(configuration.getPassword() != null && configuration.getPasswordFile() != null,
                "password and passwordFile exclude each other: keep one of them");
    }

    private static void addIf(List<String> names, String name, @Nullable String value) {
        if (value != null) {
            names.add(name);
        }
    }

    private void userName() {
        String userName = configuration.getUserName();
        mistakes.addIf(userName != null && userName.indexOf('\0') >= 0,
                "userName contains the character U+0000, which MQTT does not allow: remove it");
        String password = configuration.getPassword() != null
                ? "password" : configuration.getPasswordFile() != null ? "passwordFile" : null;
        mistakes.addIf(ConnectionCheck.isBeforeMqtt5(configuration) && password != null && userName == null,
                password + " is given without userName, which MQTT " + configuration.getMqttVersion()
                                                                                                             + " does not allow [MQTT-3.1.2-22]: add userName");
    }

    /** What is in the file is read for each attempt: that it is not there at all is most likely a slip. */
    private static void passwordFile(String option) {
        PasswordFile file = PasswordFile.parse(option);
        if (!file.exists()) {
            throw new IllegalArgumentException(
                    "the file " + file.path() + " does not exist: create it, or correct the name");
        }
    }

    private void enhanced(EnhancedAuthentication bean) {
        mistakes.addIf(ConnectionCheck.isBeforeMqtt5(configuration),
                "enhancedAuthentication needs MQTT 5.0, but mqttVersion=" + configuration.getMqttVersion()
                                                                     + ": remove one of them");
        String method;
        try {
            method = bean.method();
        } catch (RuntimeException e) {
            mistakes.add("enhancedAuthentication: the bean names no Authentication Method (" + e + "): correct the bean");
            return;
        }
        mistakes.addIf(method == null || method.isEmpty(),
                "enhancedAuthentication: the bean names no Authentication Method: correct the bean");
    }
}
