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
package io.github.camelmqttx.internal.tls;

import java.io.FileNotFoundException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.Arrays;
import java.util.Base64;

import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

import io.github.camelmqttx.testbed.Certificates;
import io.github.camelmqttx.testbed.Identity;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TlsStoreErrorsTest {

    private static final String PASSWORD = Certificates.PASSWORD;
    private static final String WRONG = "not-the-passw0rd";

    private static Certificates certificates;
    private static CamelContext context;

    @TempDir
    private Path directory;

    @BeforeAll
    static void create() {
        certificates = Certificates.createRsa();
        context = new DefaultCamelContext();
    }

    @AfterAll
    static void delete() throws Exception {
        context.close();
        certificates.close();
    }

    private static AbstractThrowableAssert<?, ?> trust(Path file, String password) {
        return failure(new TlsOptions(null, true, false, file.toString(), password, null, null, null));
    }

    private static AbstractThrowableAssert<?, ?> key(Path file, String password, String alias) {
        return failure(keyOptions(file, password, alias));
    }

    private static TlsOptions keyOptions(Path file, String password, String alias) {
        return new TlsOptions(null, true, false, null, null, file.toString(), password, alias);
    }

    private static AbstractThrowableAssert<?, ?> failure(TlsOptions options) {
        return assertThatThrownBy(() -> TlsSupport.engineFactory(options, context).newEngine("localhost", 8883))
                .satisfies(e -> assertThat(e.toString()).doesNotContain(PASSWORD).doesNotContain(WRONG));
    }

    private Path file(String text) throws Exception {
        return Files.writeString(directory.resolve("file.pem"), text);
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
               + "-----\n";
    }

    @Test
    @DisplayName("M31 trust store: each mistake is named with option, file and remedy")
    void trustStore_unusable_saysWhy() throws Exception {
        Path missing = directory.resolve("missing.pem");
        trust(missing, null).isInstanceOf(FileNotFoundException.class).hasMessageContaining("trustStore=" + missing)
                .hasMessageContaining("does not exist");
        failure(new TlsOptions(null, true, false, "classpath:missing.pem", null, null, null, null))
                .hasMessageContaining("trustStore=classpath:missing.pem does not exist");
        trust(file(""), null).hasMessageContaining("is empty");
        trust(file("no store"), null).hasMessageContaining("neither PEM nor PKCS12 nor JKS");
        trust(certificates.server().keyPem(), null).hasMessageContaining("has no certificate");
        String two = Files.readString(certificates.authority().identity().certificatePem())
                     + Files.readString(certificates.server().certificatePem());
        for (int less : new int[] { 2, 30, 300 }) {
            trust(file(two.substring(0, two.length() - less)), null).hasMessageContaining("truncated");
        }
        trust(file("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"), null)
                .hasMessageContaining("Certificate 1 of trustStore=").hasMessageContaining("damaged");
        for (String type : new String[] { "PKCS12", "JKS" }) {
            trust(certificates.authority().identity().trustStore(type), WRONG)
                    .hasMessageContaining("trustStorePassword is wrong");
        }
        trust(certificates.authority().identity().trustStore("PKCS12"), null).hasMessageContaining("trustStorePassword");
    }

    @Test
    @DisplayName("M34 key store: each mistake is named with option, file and remedy")
    void keyStore_unusable_saysWhy() throws Exception {
        Identity client = certificates.client();
        key(client.certificatePem(), null, null).hasMessageContaining("has no private key").hasMessageContaining("keyStore=");
        key(client.keyPem(), null, null).hasMessageContaining("no certificate");
        key(directory, null, null).hasMessageContaining("keyStore=" + directory + " cannot be read");
        String whole = Files.readString(client.certificatePem()) + Files.readString(client.keyPem());
        key(file(whole.substring(0, whole.length() - 40)), null, null).hasMessageContaining("truncated");
        byte[] store = Files.readAllBytes(client.keyStore("PKCS12"));
        Path half = Files.write(directory.resolve("half.p12"), Arrays.copyOf(store, store.length / 2));
        key(half, PASSWORD, null).hasMessageContaining("damaged");
        key(file(Files.readString(client.keyPem()) + Files.readString(certificates.server().certificatePem())), null, null)
                .hasMessageContaining("belongs to none of its certificates");
        key(client.keyStore("PKCS12"), WRONG, null).hasMessageContaining("keyStorePassword is wrong");
        key(client.keyStore("PKCS12"), PASSWORD, "nobody").hasMessageContaining("keyAlias=nobody")
                .hasMessageContaining("client");
        key(client.trustStore("PKCS12"), PASSWORD, null).hasMessageContaining("has no private key");
        key(file(Files.readString(client.keyPem()) + Files.readString(client.certificatePem())), null, "x")
                .hasMessageContaining("remove keyAlias");
        key(file(pem("EC PRIVATE KEY", new byte[] { 1 })), null, null).hasMessageContaining("openssl pkcs8 -topk8");
        key(file("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,0A\n\nAAAA\n"
                 + "-----END RSA PRIVATE KEY-----\n"),
                PASSWORD, null).hasMessageContaining("openssl pkcs8 -topk8");
    }

    @Test
    @DisplayName("M34 PEM key store with an unencrypted key needs no password")
    void pemKey_unencryptedWithoutPassword_works() throws Exception {
        Identity client = certificates.client();
        Path file = file(Files.readString(client.certificatePem()) + Files.readString(client.keyPem()));
        assertThat(TlsSupport.engineFactory(keyOptions(file, null, null), context).newEngine("localhost", 8883)).isNotNull();
    }

    @Test
    @DisplayName("M34 PEM key store with an encrypted PKCS#8 key")
    void pemKey_encrypted_needsTheRightPassword() throws Exception {
        Identity client = certificates.client();
        String chain = Files.readString(client.certificatePem());
        for (String algorithm : new String[] { "PBEWithHmacSHA256AndAES_256", "PBEWithSHA1AndDESede" }) {
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(Cipher.ENCRYPT_MODE,
                    SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(PASSWORD.toCharArray())));
            byte[] encrypted = encryptedKey(algorithm, cipher, cipher.doFinal(client.key().getEncoded()));
            Path file = file(pem("ENCRYPTED PRIVATE KEY", encrypted) + chain);
            assertThat(TlsSupport.engineFactory(keyOptions(file, PASSWORD, null), context).newEngine("localhost", 1))
                    .isNotNull();
            key(file, WRONG, null).hasMessageContaining("keyStorePassword is wrong");
            key(file, null, null).hasMessageContaining("give keyStorePassword");
        }
    }

    /** EncryptedPrivateKeyInfo; the JDK of version 17 writes it for the older algorithms only. */
    private static byte[] encryptedKey(String algorithm, Cipher cipher, byte[] data) throws Exception {
        if (!algorithm.contains("Hmac")) {
            return new EncryptedPrivateKeyInfo(cipher.getParameters(), data).getEncoded();
        }
        byte[] oid = { 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x05, 0x0d };
        byte[] identifier = PemKey.tagged(0x30, joined(oid, cipher.getParameters().getEncoded()));
        return PemKey.tagged(0x30, joined(identifier, PemKey.tagged(0x04, data)));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @Test
    @DisplayName("M34 PEM key of PKCS#1 (BEGIN RSA PRIVATE KEY)")
    void pemKey_pkcs1_isRead() throws Exception {
        for (int bits : new int[] { 1024, 2048, 4096 }) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            PrivateKey key = generator.generateKeyPair().getPrivate();
            byte[] pkcs8 = key.getEncoded();
            byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
            PrivateKey read = PemFile.parse("keyStore=x",
                    pem("RSA PRIVATE KEY", pkcs1).getBytes(StandardCharsets.US_ASCII)).privateKey(null);
            assertThat(((RSAPrivateKey) read).getModulus()).isEqualTo(((RSAPrivateKey) key).getModulus());
        }
    }

    @Test
    void factories_ofEqualOptions_areEqual() {
        TlsOptions one = new TlsOptions(null, true, false, "a.pem", PASSWORD, null, null, null);
        TlsOptions same = new TlsOptions(null, true, false, "a.pem", PASSWORD, null, null, null);
        TlsOptions other = new TlsOptions(null, true, false, "b.pem", PASSWORD, null, null, null);
        assertThat(TlsSupport.engineFactory(one, context)).isEqualTo(TlsSupport.engineFactory(same, context))
                .hasSameHashCodeAs(TlsSupport.engineFactory(same, context))
                .isNotEqualTo(TlsSupport.engineFactory(other, context));
        assertThat(TlsSupport.engineFactory(one, context).toString()).doesNotContain(PASSWORD).contains("a.pem");
    }

    @Test
    void options_contradictory_areAllListed() {
        TlsOptions options = new TlsOptions(new SSLContextParameters(), true, true, "a.pem", null, "b.p12", null, null);
        assertThatThrownBy(() -> TlsSupport.engineFactory(options, context)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sslContextParameters and insecure, trustStore, keyStore are given");
        assertThatThrownBy(() -> TlsSupport.engineFactory(
                new TlsOptions(null, true, true, "a.pem", null, null, null, "client"), context))
                .hasMessageContaining("insecure=true and trustStore").hasMessageContaining("keyAlias=client");
    }

    @Test
    @DisplayName("M31 a file that was missing is found by the next attempt")
    void trustStore_createdLater_isFound() throws Exception {
        Path file = directory.resolve("later.pem");
        var factory
                = TlsSupport.engineFactory(new TlsOptions(null, true, false, file.toString(), null, null, null, null), context);
        assertThatThrownBy(() -> factory.newEngine("localhost", 8883)).isInstanceOf(FileNotFoundException.class);
        Files.copy(certificates.authority().identity().certificatePem(), file);
        assertThat(factory.newEngine("localhost", 8883).getSSLParameters().getEndpointIdentificationAlgorithm())
                .isEqualTo("HTTPS");
        assertThat(factory.newEngine("broker.example", 8883).getSSLParameters().getServerNames()).hasSize(1);
    }
}
