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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;

import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

import org.jspecify.annotations.Nullable;

/** Private keys of PEM files, and which certificates belong to them. */
final class PemKey {

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");
    private static final String PBES2_OID = "1.2.840.113549.1.5.13";

    /** Version 0 and AlgorithmIdentifier rsaEncryption of a PKCS#8 PrivateKeyInfo. Spec: RFC 5208 section 5. */
    private static final byte[] PKCS8_RSA_PREFIX = {
            0x02, 0x01, 0x00, 0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01,
            0x05, 0x00 };

    private PemKey() {
    }

    static PrivateKey fromPkcs8(String name, byte[] der) throws GeneralSecurityException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der);
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException otherAlgorithm) {
                continue;
            }
        }
        throw new InvalidKeyException(
                "The private key of " + name + " is damaged or not of a known algorithm (" + String.join(", ", ALGORITHMS)
                                      + ")");
    }

    static PrivateKey fromEncryptedPkcs8(String name, byte[] der, @Nullable String password) throws GeneralSecurityException {
        if (password == null) {
            throw new UnrecoverableKeyException("The private key of " + name + " is encrypted: give keyStorePassword");
        }
        byte[] decrypted;
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
            String algorithm = algorithm(info);
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password.toCharArray())),
                    info.getAlgParameters());
            decrypted = info.getKeySpec(cipher).getEncoded();
        } catch (InvalidKeySpecException | InvalidKeyException e) {
            UnrecoverableKeyException failure = new UnrecoverableKeyException(
                    "The private key of " + name + " cannot be decrypted: keyStorePassword is wrong");
            failure.initCause(e);
            throw failure;
        } catch (IOException | GeneralSecurityException e) {
            throw new InvalidKeyException(
                    "The private key of " + name + " is damaged or encrypted in a way Java does not know; encrypt it with "
                                          + "\"openssl pkcs8 -topk8 -v2 aes-256-cbc\"",
                    e);
        }
        return fromPkcs8(name, decrypted);
    }

    /** The JDK gives the name of the cipher of PBES2 as the text of the parameters only. */
    private static String algorithm(EncryptedPrivateKeyInfo info) {
        String name = info.getAlgName();
        return name.equals("PBES2") || name.equals(PBES2_OID) ? info.getAlgParameters().toString() : name;
    }

    /** Wraps an RSAPrivateKey of PKCS#1 into a PrivateKeyInfo of PKCS#8. */
    static PrivateKey fromPkcs1(String name, byte[] der) throws GeneralSecurityException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(PKCS8_RSA_PREFIX);
        content.writeBytes(tagged(0x04, der));
        return fromPkcs8(name, tagged(0x30, content.toByteArray()));
    }

    /** One DER element. */
    static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.length;
        if (length < 0x80) {
            out.write(length);
        } else {
            int bytes = (39 - Integer.numberOfLeadingZeros(length)) / 8;
            out.write(0x80 | bytes);
            for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
                out.write(length >>> shift);
            }
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    /** The certificate of the key, its issuer, and so on, from certificates in any order. */
    static X509Certificate[] chain(String name, PrivateKey key, List<X509Certificate> certificates)
            throws GeneralSecurityException {
        if (certificates.isEmpty()) {
            throw new KeyStoreException(
                    name + " has a private key but no certificate: put the client's certificate chain into the same file");
        }
        List<X509Certificate> left = new ArrayList<>(certificates);
        List<X509Certificate> chain = new ArrayList<>();
        X509Certificate next = null;
        for (X509Certificate certificate : left) {
            if (next == null && belongsTo(key, certificate)) {
                next = certificate;
            }
        }
        if (next == null) {
            throw new KeyStoreException(
                    "The private key of " + name
                                        + " belongs to none of its certificates: put the client's certificate into the file");
        }
        while (next != null) {
            left.remove(next);
            chain.add(next);
            X509Certificate subject = next;
            next = left.stream().filter(issuer -> issuer.getSubjectX500Principal().equals(subject.getIssuerX500Principal()))
                    .findFirst().orElse(null);
        }
        return chain.toArray(X509Certificate[]::new);
    }

    private static boolean belongsTo(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        if (!key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())) {
            return false;
        }
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        byte[] probe = { 1, 2, 3 };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(probe);
            return signature.verify(signed);
        } catch (InvalidKeyException | SignatureException differentKey) {
            return false;
        }
    }
}
