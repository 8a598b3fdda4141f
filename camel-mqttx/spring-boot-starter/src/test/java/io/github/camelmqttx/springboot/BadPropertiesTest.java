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
package io.github.camelmqttx.springboot;

import org.apache.camel.main.Main;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** No route uses the component here: a mistake is found without one. */
@ExtendWith(OutputCaptureExtension.class)
class BadPropertiesTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
            AutoConfigurations.of(CamelAutoConfiguration.class, MqttxComponentAutoConfiguration.class));

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
    }

    private static Throwable mistakes(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof MqttxPropertiesException)) {
            cause = cause.getCause();
        }
        return cause;
    }

    @ParameterizedTest
    @CsvSource({
            "qoss=1, qoss is unknown: did you mean qos?",
            "keep-alive-intervall=1s, keepAliveIntervall is unknown: did you mean keepAliveInterval?",
            "KEEPALIVE=1s, keepAlive",
            "clean-session=false, 'cleanSession is unknown: it is cleanStart here'",
            "will.topicc=a, willTopicc is unknown: did you mean willTopic?",
            "ssl.key=a, sslKey is unknown",
            "qos=one, qos=one is not a whole number: write digits only",
            "max-inflight=99999999999, out of range",
            "connection-timeout=5 sec, is not a duration: write for example 500ms",
            "keep-alive-interval=5S, is not a duration: write for example 500ms",
            "clean-start=perhaps, perhaps",
            "io-threads=65, ioThreads=65 is out of range: use 1 to 64",
            "credentials-provider=#bean:nobody, nobody",
            "ssl-context-parameters=#nobody, nobody",
            "user-name=#bean:nobody, nobody" })
    @DisplayName("C17 X12 promise 10: a wrong property stops the application, which says what is wrong")
    void wrongProperty_application_doesNotStart(String property, String said) {
        runner.withPropertyValues("camel.component.mqttx." + property)
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining(said));
    }

    @Test
    @DisplayName("C17 X12 promise 10: all mistakes are in one message, without values of what is no option")
    void manyMistakes_application_saysAllAndNoSecret() {
        runner.withPropertyValues("camel.component.mqttx.pasword=sesame", "camel.component.mqttx.brokerz=tcp://u:sesame@h",
                "camel.component.mqttx.qos=two", "camel.component.mqttx.publish-timeout=soon",
                "camel.component.mqttx.key-store-password=sesame")
                .run(context -> {
                    assertThat(context).getFailure().satisfies(failure -> assertThat(mistakes(failure))
                            .hasMessageContaining("4 mistakes in the properties camel.component.mqttx.*")
                            .hasMessageContaining("did you mean password?").hasMessageContaining("did you mean brokers?")
                            .hasMessageContaining("qos=two").hasMessageContaining("publish-timeout"));
                    assertThat(Throwables.getStackTrace(context.getStartupFailure())).contains("pasword")
                            .doesNotContain("sesame");
                });
    }

    @Test
    @DisplayName("C17 X12 promise 10: an application that cannot start reports the property, where it is set, and what is meant")
    void wrongProperty_springApplication_printsReport(CapturedOutput output) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);

        assertThatThrownBy(() -> application.run("--spring.config.location=classpath:wrong.properties"))
                .satisfies(failure -> assertThat(mistakes(failure)).isNotNull());

        assertThat(output).contains("APPLICATION FAILED TO START", "The component mqttx cannot be configured",
                "camel.component.mqttx.qoss (class path resource [wrong.properties] - 2:30): qoss is unknown: did you mean qos?")
                .doesNotContain("sesame");
    }

    @ParameterizedTest
    @CsvSource({
            "qoss=1, qoss is unknown: did you mean qos?",
            "keep-alive-intervall=1s, keepAliveIntervall is unknown: did you mean keepAliveInterval?",
            "keep-alive-interval=5S, is not a duration: write for example 500ms",
            "connectionTimeout=5 sec, is not a duration: write for example 500ms",
            "qos=one, qos=one is not a whole number" })
    @DisplayName("X12 promise 10: with Camel Main too, a wrong property stops the application, which says what is wrong")
    void wrongProperty_camelMain_doesNotStart(String property, String said) {
        Main main = new Main();
        main.addInitialProperty("camel.component.mqttx." + property.substring(0, property.indexOf('=')),
                property.substring(property.indexOf('=') + 1));
        try {
            assertThatThrownBy(main::start).hasStackTraceContaining(said);
        } finally {
            main.stop();
        }
    }
}
