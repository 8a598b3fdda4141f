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
package io.github.camelmqttx.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.Certificates;
import io.github.camelmqttx.testbed.Identity;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.Scheme;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The routes of the TLS page, word for word, with a broker that demands client certificates. */
@Timeout(60)
class TlsCookbookIT {

    private static Certificates certificates;
    private static MosquittoBroker broker;

    @TempDir
    private static Path secrets;

    @BeforeAll
    static void start() throws Exception {
        certificates = Certificates.create();
        broker = Its.mosquitto(BrokerOptions.plain().withMutualTls(certificates));
        Identity client = certificates.client();
        Files.copy(certificates.authority().identity().certificatePem(), secrets.resolve("ca.crt"));
        Files.copy(certificates.authority().revocationList(), secrets.resolve("ca.crl"));
        Files.copy(client.keyStore("PKCS12"), secrets.resolve("client.p12"));
        Files.writeString(secrets.resolve("client.pem"),
                Files.readString(client.certificatePem()) + Files.readString(client.keyPem()));
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
        certificates.close();
    }

    /** Starts routes that send what they get to {@code mock:}, and sends a message on their topic. */
    private static void works(RouteBuilder routes) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("broker", broker.uri(Scheme.MQTTS));
        properties.setProperty("secrets", secrets.toString());
        properties.setProperty("password", Certificates.PASSWORD);
        try (ItSupport it = new ItSupport(broker)) {
            it.context().getPropertiesComponent().setInitialProperties(properties);
            Recorder in = new Recorder();
            it.context().getRegistry().bind("store", in);
            it.routes(routes);
            it.start();
            it.send("mqttx:plant/1?qos=1", "here");
            assertThat(in.awaitFirst().text()).isEqualTo("here");
        }
    }

    @Test
    @DisplayName("M31 M34 cookbook: mutual TLS")
    void mutualTls_works() throws Exception {
        works(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::mutual[]
                from("mqttx:plant/#?brokers={{broker}}"
                     + "&trustStore=file:{{secrets}}/ca.crt"
                     + "&keyStore=file:{{secrets}}/client.p12&keyStorePassword=RAW({{password}})&keyAlias=client")
                        .process("store");
                // end::mutual[]
            }
        });
    }

    @Test
    @DisplayName("X14 cookbook: MQTT on port 443, chosen by ALPN and server name")
    void alpn_works() throws Exception {
        works(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::alpn[]
                from("mqttx:plant/#?brokers={{broker}}"
                     + "&tlsAlpn=x-amzn-mqtt-ca&tlsServerName=localhost"
                     + "&trustStore=file:{{secrets}}/ca.crt&keyStore=file:{{secrets}}/client.pem")
                        .process("store");
                // end::alpn[]
            }
        });
    }

    @Test
    @DisplayName("X11 cookbook: the files of a Kubernetes secret, looked at every 30 seconds")
    void rotation_works() throws Exception {
        works(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::rotation[]
                from("mqttx:plant/#?brokers={{broker}}&rotationCheckInterval=30s"
                     + "&clientId=plant-7&cleanStart=false&sessionExpiryInterval=1h"
                     + "&trustStore=file:{{secrets}}/ca.crt&keyStore=file:{{secrets}}/client.pem")
                        .process("store");
                // end::rotation[]
            }
        });
    }

    @Test
    @DisplayName("M36 cookbook: revocation by a list")
    void revocation_works() throws Exception {
        works(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::revocation[]
                from("mqttx:plant/#?brokers={{broker}}"
                     + "&certificateRevocation=strict&crlFile=file:{{secrets}}/ca.crl"
                     + "&trustStore=file:{{secrets}}/ca.crt&keyStore=file:{{secrets}}/client.pem")
                        .process("store");
                // end::revocation[]
            }
        });
    }

    @Test
    @DisplayName("M35 cookbook: TLS 1.3 only")
    void protocols_work() throws Exception {
        works(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::protocols[]
                from("mqttx:plant/#?brokers={{broker}}"
                     + "&tlsProtocols=TLSv1.3&tlsCipherSuites=TLS_AES_256_GCM_SHA384,TLS_CHACHA20_POLY1305_SHA256"
                     + "&trustStore=file:{{secrets}}/ca.crt&keyStore=file:{{secrets}}/client.pem")
                        .process("store");
                // end::protocols[]
            }
        });
    }
}
