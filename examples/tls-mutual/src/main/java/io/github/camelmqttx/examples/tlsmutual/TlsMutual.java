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
package io.github.camelmqttx.examples.tlsmutual;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.camelmqttx.MqttxException;
import io.github.camelmqttx.examples.broker.Example;
import io.github.camelmqttx.examples.broker.LocalBroker;
import io.github.camelmqttx.examples.broker.Stage;
import org.apache.camel.main.Main;

/** Connects as one who may, and as six who must not. */
public final class TlsMutual {

    private static final String OPTION = "camel.component.mqttx.";
    private static final String HAPPY = "application.properties";

    private final Stage stage;
    private final Certificates certificates;
    private final LocalBroker broker;

    private TlsMutual(Stage stage) throws Exception {
        this.stage = stage;
        this.certificates = new Certificates(stage.fresh("certificates"));
        this.broker = stage.closeAtEnd(new LocalBroker(LocalBroker.freePort(), stage.fresh("broker"), acceptor()));
    }

    public static void main(String[] arguments) {
        Example.run(stage -> new TlsMutual(stage).play());
    }

    /** The broker has a certificate, and takes only clients with a certificate of the authority. */
    private String acceptor() {
        return String.join(";", "sslEnabled=true", "needClientAuth=true",
                "keyStoreType=PKCS12", "keyStorePath=" + certificates.file("broker.p12"),
                "keyStorePassword=" + Certificates.PASSWORD,
                "trustStoreType=PEMCA", "trustStorePath=" + certificates.file("ca.pem"));
    }

    private void play() throws Exception {
        certificates.make();
        broker.start();
        stage.say("### broker mqtts://localhost:" + broker.port() + ", it demands certificates of its clients");
        greet("with certificates on both sides", "hello");

        refused("without a client certificate", "without-certificate.properties", Map.of(),
                "the broker demands a client certificate");
        refused("with a client certificate of another authority", HAPPY, Map.of("keyStore", file("other-client.p12")),
                "the broker demands a client certificate");
        refused("trusting another authority only", HAPPY, Map.of("trustStore", file("other-ca.pem")),
                "is not signed by an authority we trust");
        refused("by a name that is not in the broker's certificate", HAPPY,
                Map.of("brokers", "mqtts://127.0.0.1:" + broker.port()), "is not for host 127.0.0.1");
        refused("without TLS", "without-tls.properties", Map.of(), "If this port expects TLS, use mqtts://");
        refused("with a wrong password of the key store", HAPPY, Map.of("keyStorePassword", "wrong"),
                "keyStorePassword is wrong");

        greet("again with certificates on both sides, after all these", "hello again");
    }

    private void greet(String how, String greeting) throws Exception {
        List<String> greetings = new CopyOnWriteArrayList<>();
        Main camel = application(HAPPY, Map.of());
        camel.bind("greetings", greetings);
        try {
            camel.start();
            camel.getCamelContext().createProducerTemplate().sendBody("direct:greet", greeting);
            stage.await("the greeting", () -> !greetings.isEmpty());
        } finally {
            camel.stop();
        }
        stage.say("--- " + how + ": received " + greetings);
        stage.check("sent and received over TLS", greetings.equals(List.of(greeting)));
    }

    private void refused(String how, String properties, Map<String, String> options, String reason) {
        Main camel = application(properties, options);
        camel.bind("greetings", new CopyOnWriteArrayList<String>());
        String message = "the routes have started";
        try {
            camel.start();
        } catch (Exception e) {
            message = message(e);
        } finally {
            camel.stop();
        }
        stage.say("--- " + how + ": " + message);
        stage.check("refused, and it is said why", message.contains(reason));
    }

    private Main application(String properties, Map<String, String> options) {
        Main camel = new Main();
        camel.setPropertyPlaceholderLocations("classpath:" + properties);
        camel.configure().addRoutesBuilder(new TlsRoutes());
        camel.addInitialProperty("port", String.valueOf(broker.port()));
        camel.addInitialProperty("certificates", certificates.file("").toString());
        camel.addInitialProperty("certificates.password", Certificates.PASSWORD);
        options.forEach((name, value) -> camel.addOverrideProperty(OPTION + name, value));
        return camel;
    }

    private String file(String name) {
        return "file:" + certificates.file(name);
    }

    /** What the component says. */
    private static String message(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MqttxException) {
                return cause.getMessage();
            }
        }
        return failure.toString();
    }
}
