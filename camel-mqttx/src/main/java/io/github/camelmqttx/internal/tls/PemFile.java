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

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.cert.CRL;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** The blocks of a PEM file; text between them is ignored. */
final class PemFile {

    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

    private static final Pattern BEGIN = Pattern.compile("-----BEGIN [A-Z0-9 ]+");

    private final String name;
    private final List<X509Certificate> certificates = new ArrayList<>();
    private final List<CRL> revocationLists = new ArrayList<>();
    private @Nullable String keyLabel;
    private String keyBody = "";

    private PemFile(String name) {
        this.name = name;
    }

    static boolean isPem(byte[] content) {
        return new String(content, StandardCharsets.ISO_8859_1).contains("-----BEGIN ");
    }

    /** @param name option and resource, for messages */
    static PemFile parse(String name, byte[] content) throws GeneralSecurityException {
        PemFile file = new PemFile(name);
        String text = normalised(content);
        Matcher blocks = BLOCK.matcher(text);
        int complete = 0;
        while (blocks.find()) {
            complete++;
            String label = blocks.group(1);
            if (label.endsWith("CERTIFICATE")) {
                file.certificates.add(file.certificate(blocks.group(2)));
            } else if (label.endsWith("PRIVATE KEY") && file.keyLabel == null) {
                file.keyLabel = label;
                file.keyBody = blocks.group(2);
            } else if (label.endsWith("CRL")) {
                file.revocationLists.add(file.revocationList(blocks.group(2)));
            }
        }
        if (BEGIN.matcher(text).results().count() != complete) {
            throw new KeyStoreException(
                    name + " has a block without its END line: the file is truncated or is being written; write it anew");
        }
        return file;
    }

    /** Headers of encrypted traditional keys have dashes ("Proc-Type"), which the pattern of a block excludes. */
    private static String normalised(byte[] content) {
        return new String(content, StandardCharsets.ISO_8859_1).replace("Proc-Type:", "ProcType:")
                .replace("DEK-Info:", "DEKInfo:")
                .replaceAll("(?m)^(DEKInfo:).*$", "$1");
    }

    private X509Certificate certificate(String body) throws GeneralSecurityException {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(decode(body)));
        } catch (CertificateException e) {
            throw new CertificateException(
                    "Certificate " + (certificates.size() + 1) + " of " + name + " cannot be read: the file is damaged", e);
        }
    }

    private CRL revocationList(String body) throws GeneralSecurityException {
        try {
            return CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(decode(body)));
        } catch (CRLException e) {
            throw new CRLException(
                    "Revocation list " + (revocationLists.size() + 1) + " of " + name + " cannot be read: the file is damaged",
                    e);
        }
    }

    private byte[] decode(String body) throws KeyStoreException {
        try {
            return Base64.getMimeDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw new KeyStoreException(name + " has a block that is not Base64: the file is damaged", e);
        }
    }

    /** In the order of the file. */
    List<X509Certificate> certificates() {
        return certificates;
    }

    /** In the order of the file. */
    List<CRL> revocationLists() {
        return revocationLists;
    }

    /** @param password of an encrypted key, else not used */
    PrivateKey privateKey(@Nullable String password) throws GeneralSecurityException {
        if (keyLabel == null) {
            throw new KeyStoreException(
                    name + " has no private key: put the certificate chain and the private key (PKCS#8) into one file");
        }
        if (keyBody.contains("ProcType:")) {
            throw conversionNeeded("an encrypted private key in the traditional format");
        }
        return switch (keyLabel) {
            case "PRIVATE KEY" -> PemKey.fromPkcs8(name, decode(keyBody));
            case "ENCRYPTED PRIVATE KEY" -> PemKey.fromEncryptedPkcs8(name, decode(keyBody), password);
            case "RSA PRIVATE KEY" -> PemKey.fromPkcs1(name, decode(keyBody));
            default -> throw conversionNeeded("a private key in the format \"" + keyLabel + "\"");
        };
    }

    private InvalidKeyException conversionNeeded(String what) {
        return new InvalidKeyException(
                name + " has " + what + ", which Java cannot read: convert the key with "
                                       + "\"openssl pkcs8 -topk8 -in old.key -out new.key\" and put it into the file instead");
    }
}
