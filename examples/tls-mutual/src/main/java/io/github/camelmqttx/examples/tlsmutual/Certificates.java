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

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Makes two authorities and what they sign, with the keytool of the JDK: a PKCS12 file for each key, a PEM file for
 * each authority's certificate. Real authorities keep their key elsewhere.
 */
final class Certificates {

    /** Of all files. In earnest, each has its own. */
    static final String PASSWORD = "changeit";

    private final Path directory;

    /** @param directory for the files; made */
    Certificates(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes {@code ca.pem}, {@code broker.p12}, {@code client.p12}, {@code other-ca.pem} and {@code other-client.p12}.
     */
    void make() throws IOException, InterruptedException, GeneralSecurityException {
        Files.createDirectories(directory);
        // tag::keytool[]
        keytool("all.p12", "-alias", "ca", "-dname", "CN=Example CA", "-ext", "bc:c", "-ext", "ku=keyCertSign,cRLSign");
        keytool("all.p12", "-alias", "broker", "-dname", "CN=broker", "-signer", "ca", "-ext", "san=dns:localhost",
                "-ext", "eku=serverAuth");
        keytool("all.p12", "-alias", "client", "-dname", "CN=client", "-signer", "ca", "-ext", "eku=clientAuth");
        // end::keytool[]
        keytool("other.p12", "-alias", "other-ca", "-dname", "CN=Other CA", "-ext", "bc:c");
        keytool("other.p12", "-alias", "other-client", "-dname", "CN=client", "-signer", "other-ca", "-ext", "eku=clientAuth");

        KeyStore all = load("all.p12");
        writeCertificate(all, "ca");
        writeIdentity(all, "broker");
        writeIdentity(all, "client");
        KeyStore other = load("other.p12");
        writeCertificate(other, "other-ca");
        writeIdentity(other, "other-client");
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    /** Adds a key and its certificate to a key store, which is made if it is missing. */
    private void keytool(String keyStore, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
                        "-keystore", file(keyStore).toString(), "-storetype", "PKCS12", "-storepass", PASSWORD,
                        "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "30"));
        command.addAll(List.of(words));
        Path log = file("keytool.log");
        int exitCode = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()))
                .start().waitFor();
        if (exitCode != 0) {
            throw new IOException("keytool has failed, see " + log);
        }
    }

    private KeyStore load(String name) throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(file(name).toFile(), PASSWORD.toCharArray());
    }

    private void writeIdentity(KeyStore source, String alias) throws IOException, GeneralSecurityException {
        char[] password = PASSWORD.toCharArray();
        KeyStore target = KeyStore.getInstance("PKCS12");
        target.load(null, password);
        target.setKeyEntry(alias, source.getKey(alias, password), password, source.getCertificateChain(alias));
        try (OutputStream out = Files.newOutputStream(file(alias + ".p12"))) {
            target.store(out, password);
        }
    }

    private void writeCertificate(KeyStore source, String alias) throws IOException, GeneralSecurityException {
        String base64 = Base64.getMimeEncoder(64, new byte[] { '\n' })
                .encodeToString(source.getCertificate(alias).getEncoded());
        Files.writeString(file(alias + ".pem"),
                "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n", StandardCharsets.US_ASCII);
    }
}
