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

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Locale;

import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A key with its certificate and the authority that signed it, also as files. All stores have the password
 * {@link Certificates#PASSWORD}; private keys in PEM files are PKCS#8 and not encrypted.
 *
 * @param name        alias in key stores and first part of the names of the files
 * @param directory   where the files are written when they are first asked for
 * @param key         the private key
 * @param certificate the certificate of the key
 * @param issuer      the certificate that signed it; equal to the certificate if it is self-signed
 */
public record Identity(String name, Path directory, PrivateKey key, X509Certificate certificate, X509Certificate issuer) {

    private static final String ENCRYPTION = "PBEWithSHA1AndDESede";

    /** Certificate in PEM. */
    public Path certificatePem() {
        return writeOnce(name + ".crt", pem("CERTIFICATE", encoded(certificate)));
    }

    /** Private key in PEM. */
    public Path keyPem() {
        return writeOnce(name + ".key", pem("PRIVATE KEY", key.getEncoded()));
    }

    /** Store with the key, the certificate and its issuer; type PKCS12 or JKS. */
    public Path keyStore(String type) {
        return store("keys", type, true);
    }

    /** Store that trusts this certificate; type PKCS12 or JKS. */
    public Path trustStore(String type) {
        return store("trust", type, false);
    }

    /** The private key in PEM, as encrypted PKCS#8. */
    public String encryptedKeyPem(String password) {
        try {
            Cipher cipher = Cipher.getInstance(ENCRYPTION);
            cipher.init(Cipher.ENCRYPT_MODE,
                    SecretKeyFactory.getInstance(ENCRYPTION).generateSecret(new PBEKeySpec(password.toCharArray())));
            EncryptedPrivateKeyInfo info
                    = new EncryptedPrivateKeyInfo(cipher.getParameters(), cipher.doFinal(key.getEncoded()));
            return pem("ENCRYPTED PRIVATE KEY", info.getEncoded());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("Cannot encrypt a key", e);
        }
    }

    private Path store(String use, String type, boolean withKey) {
        Path file = directory.resolve(name + "-" + use + "." + type.toLowerCase(Locale.ROOT));
        if (Files.exists(file)) {
            return file;
        }
        char[] password = Certificates.PASSWORD.toCharArray();
        try (OutputStream out = Files.newOutputStream(file)) {
            KeyStore store = KeyStore.getInstance(type);
            store.load(null, null);
            if (withKey) {
                Certificate[] chain = certificate.equals(issuer)
                        ? new Certificate[] { certificate } : new Certificate[] { certificate, issuer };
                store.setKeyEntry(name, key, password, chain);
            } else {
                store.setCertificateEntry(name, certificate);
            }
            store.store(out, password);
            return file;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot make the " + type + " store " + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    private Path writeOnce(String fileName, String text) {
        Path file = directory.resolve(fileName);
        try {
            return Files.exists(file) ? file : Files.writeString(file, text, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
               + Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(der)
               + "\n-----END " + label + "-----\n";
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("Cannot encode the certificate of " + certificate.getSubjectX500Principal(), e);
        }
    }

    @Override
    public String toString() {
        return "Identity[" + certificate.getSubjectX500Principal() + "]";
    }
}
