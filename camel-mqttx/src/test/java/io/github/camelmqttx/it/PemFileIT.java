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
import java.util.stream.Stream;

import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.Certificates;
import io.github.camelmqttx.testbed.Identity;
import io.github.camelmqttx.testbed.LogCapture;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.Scheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** PEM files as people make them, with a broker that demands client certificates. */
@Timeout(60)
class PemFileIT {

    private static final String WRONG_SECRET = "wr0ng-s3cret";

    private static Certificates certificates;
    private static MosquittoBroker broker;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        certificates = Certificates.create();
        broker = Its.mosquitto(BrokerOptions.plain().withMutualTls(certificates));
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
        certificates.close();
    }

    static Stream<Arguments> broken() throws Exception {
        Identity client = certificates.client();
        String chain = Files.readString(client.certificatePem());
        String key = Files.readString(client.keyPem());
        String strangeKey = Files.readString(certificates.strangeClient().keyPem());
        String encrypted = client.encryptedKeyPem(Certificates.PASSWORD);
        return Stream.of(
                Arguments.of("empty", "", null, "is empty: give a PEM, PKCS12 or JKS file"),
                Arguments.of("not PEM", "key", null, "is neither PEM nor PKCS12 nor JKS, or it is damaged"),
                Arguments.of("truncated", chain + key.substring(0, key.length() - 30), null,
                        "the file is truncated or is being written"),
                Arguments.of("damaged", chain.replaceFirst("MII", "AAA") + key, null, "the file is damaged"),
                Arguments.of("without certificate", key, null, "has a private key but no certificate"),
                Arguments.of("without key", chain, null, "has no private key"),
                Arguments.of("key of another certificate", chain + strangeKey, null, "belongs to none of its certificates"),
                Arguments.of("encrypted key without password", chain + encrypted, null, "is encrypted: give keyStorePassword"),
                Arguments.of("encrypted key with a wrong password", chain + encrypted, WRONG_SECRET,
                        "cannot be decrypted: keyStorePassword is wrong"));
    }

    private static String options(Path keyStore, String password) {
        return "&trustStore=file:" + certificates.authority().identity().certificatePem() + "&keyStore=file:" + keyStore
               + (password == null ? "" : "&keyStorePassword=" + password);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    @DisplayName("M34 F22 a PEM file that cannot be used is named at start, with what is wrong and what to do")
    void pemFile_unusable_start_saysWhy(String what, String content, String password, String said) throws Exception {
        Path file = Files.writeString(directory.resolve("client.pem"), content);
        try (ItSupport it = new ItSupport(broker.uri(Scheme.MQTTS)); LogCapture log = LogCapture.start()) {
            it.record("in", "mqttx:pem/#?testConnectionOnStartup=true" + options(file, password));
            assertThat(catchThrowable(it::start)).hasStackTraceContaining("keyStore=file:" + file)
                    .hasStackTraceContaining(said);
            assertThat(log.text()).doesNotContain(WRONG_SECRET);
        }
    }

    @Test
    @DisplayName("M34 a PEM file with an encrypted key and its password opens the door")
    void pemFile_encryptedKey_roundTrip() throws Exception {
        Identity client = certificates.client();
        Path file = Files.writeString(directory.resolve("client.pem"),
                client.encryptedKeyPem(Certificates.PASSWORD) + Files.readString(client.certificatePem()));
        try (ItSupport it = new ItSupport(broker.uri(Scheme.MQTTS))) {
            String options = options(file, Certificates.PASSWORD);
            Recorder in = it.record("in", "mqttx:pem/#?qos=1" + options);
            it.start();
            it.send("mqttx:pem/a?qos=1" + options, "secure");
            assertThat(in.awaitFirst().text()).isEqualTo("secure");
        }
    }
}
