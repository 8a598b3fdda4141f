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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.Certificates;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.Scheme;
import io.github.camelmqttx.testbed.TcpProxy;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Certificates are replaced on disk while the application runs. */
@Timeout(60)
class CertificateRotationIT {

    @AutoClose
    private final Certificates old = Certificates.create();
    @AutoClose
    private final Certificates renewed = Certificates.create();

    @TempDir
    private Path directory;

    private void install(Certificates certificates) throws IOException {
        Files.copy(certificates.authority().identity().certificatePem(), directory.resolve("ca.pem"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.copy(certificates.client().keyStore("PKCS12"), directory.resolve("client.p12"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    @DisplayName("F17 trusted authority and client certificate replaced on disk: the next connection uses both, no restart")
    void filesReplaced_nextConnection_usesTheNewOnes() throws Exception {
        install(old);
        try (MosquittoBroker before = Its.mosquitto(BrokerOptions.plain().withMutualTls(old));
             MosquittoBroker after = Its.mosquitto(BrokerOptions.plain().withMutualTls(renewed));
             TcpProxy proxy = TcpProxy.to("127.0.0.1", before.port(Scheme.MQTTS));
             ItSupport it = new ItSupport(proxy.uri(Scheme.MQTTS))) {
            it.defaults().setTrustStore("file:" + directory.resolve("ca.pem"));
            it.defaults().setKeyStore("file:" + directory.resolve("client.p12"));
            it.defaults().setKeyStorePassword(Certificates.PASSWORD);
            SessionWatch watch = SessionWatch.on(it);
            String session = "?clientId=rotated" + Its.QUICK;
            Recorder in = it.record("in", "mqttx:rotation/#" + session);
            it.start();
            it.send("mqttx:rotation/a" + session, "before");
            in.await(1);
            proxy.retarget("127.0.0.1", after.port(Scheme.MQTTS));
            proxy.resetAll();
            Its.until(() -> watch.problem("in").contains("not signed by an authority we trust"));
            install(renewed);
            watch.awaitUp("in");
            it.send("mqttx:rotation/a" + session, "after");
            in.await(2);
            assertThat(in.texts()).containsExactly("before", "after");
            assertThat(after.connectCount("rotated")).isOne();
        }
    }
}
