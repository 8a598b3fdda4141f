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

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import javax.security.auth.x500.X500Principal;

/** A certificate authority of the tests. Thread-safe. */
public final class Authority {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    private final String algorithm;
    private final Path directory;
    private final Identity identity;

    /**
     * @param name      common name and first part of the names of files
     * @param algorithm of all keys: EC (P-256) or RSA (2048 bits)
     * @param directory existing directory for the files
     */
    Authority(String name, String algorithm, Path directory) {
        this.algorithm = algorithm;
        this.directory = directory;
        KeyPair keys = keys();
        X500Principal subject = subject(name);
        Instant now = Instant.now();
        byte[] extensions = Der.sequence(
                extension("2.5.29.19", true, Der.sequence(Der.bool(true))),
                extension("2.5.29.15", true, Der.bits(1, new byte[] { 0x06 })),
                extension("2.5.29.14", false, Der.octets(keyIdentifier(keys.getPublic()))));
        byte[] body = body(subject, subject, keys.getPublic(), now.minus(Duration.ofDays(400)), now.plus(Duration.ofDays(400)),
                extensions);
        X509Certificate certificate = parse(sign(keys, body));
        this.identity = new Identity(name, directory, keys.getPrivate(), certificate, certificate);
    }

    /** Its own certificate: as PEM file or trust store what a peer must trust. */
    public Identity identity() {
        return identity;
    }

    /** A server's identity, valid now, for the given host names and IP addresses. */
    public Identity server(String name, String... hosts) {
        Instant now = Instant.now();
        return issue(name, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(30)), SERVER_AUTH, hosts);
    }

    /** A server's identity whose validity ended yesterday. */
    public Identity expiredServer(String name, String... hosts) {
        Instant now = Instant.now();
        return issue(name, now.minus(Duration.ofDays(30)), now.minus(Duration.ofDays(1)), SERVER_AUTH, hosts);
    }

    /** A server's identity whose validity begins tomorrow. */
    public Identity futureServer(String name, String... hosts) {
        Instant now = Instant.now();
        return issue(name, now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(30)), SERVER_AUTH, hosts);
    }

    /** A server's identity whose certificate says where to ask whether it has been revoked. */
    public Identity server(String name, RevocationServer services, String... hosts) {
        Instant now = Instant.now();
        return issue(name, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(30)), SERVER_AUTH, services.extensions(),
                hosts);
    }

    /** A server's identity that its own key has signed. */
    public Identity selfSignedServer(String name, String... hosts) {
        KeyPair keys = keys();
        Instant now = Instant.now();
        byte[] extensions = Der.sequence(extension("2.5.29.17", false, alternativeNames(hosts)));
        byte[] body = body(subject(name), subject(name), keys.getPublic(), now.minus(Duration.ofDays(1)),
                now.plus(Duration.ofDays(30)), extensions);
        X509Certificate certificate = parse(sign(keys, body));
        return new Identity(name, directory, keys.getPrivate(), certificate, certificate);
    }

    /** A client's identity whose validity ended yesterday. */
    public Identity expiredClient(String name) {
        Instant now = Instant.now();
        return issue(name, now.minus(Duration.ofDays(30)), now.minus(Duration.ofDays(1)), CLIENT_AUTH);
    }

    /** A client's identity, valid now; the name is its common name. */
    public Identity client(String name) {
        Instant now = Instant.now();
        return issue(name, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(30)), CLIENT_AUTH);
    }

    /** Revocation list in PEM, valid now, that names the given certificates. */
    public Path revocationList(Identity... revoked) {
        return revocationListUntil(Instant.now().plus(Duration.ofDays(30)), revoked);
    }

    /** Revocation list in PEM, whose next one was due at a time. */
    public Path revocationListUntil(Instant end, Identity... revoked) {
        try {
            Path file = Files.createTempFile(directory, identity.name() + "-", ".crl");
            return Files.writeString(file, Identity.pem("X509 CRL", revocationListDer(end, revoked)),
                    StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write a revocation list", e);
        }
    }

    byte[] revocationListDer(Instant end, Identity... revoked) {
        Instant now = Instant.now();
        List<byte[]> entries = new ArrayList<>();
        for (Identity each : revoked) {
            entries.add(Der.sequence(Der.integer(each.certificate().getSerialNumber()),
                    Der.time(now.minus(Duration.ofHours(1)))));
        }
        byte[] list = entries.isEmpty() ? new byte[0] : Der.sequence(entries.toArray(byte[][]::new));
        byte[] body = Der.sequence(Der.integer(1), signatureAlgorithm(),
                identity.certificate().getSubjectX500Principal().getEncoded(), Der.time(now.minus(Duration.ofDays(2))),
                Der.time(end), list,
                Der.explicit(0, Der.sequence(extension("2.5.29.20", false, Der.integer(now.getEpochSecond())))));
        return sign(body);
    }

    /** A body, the algorithm, and its signature by this authority. */
    byte[] sign(byte[] body) {
        return sign(keyPair(), body);
    }

    private Identity issue(String name, Instant from, Instant until, String usage, String... hosts) {
        return issue(name, from, until, usage, new byte[0], hosts);
    }

    private Identity issue(String name, Instant from, Instant until, String usage, byte[] more, String... hosts) {
        KeyPair keys = keys();
        byte[] keyUsage = "RSA".equals(algorithm)
                ? Der.bits(5, new byte[] { (byte) 0xA0 })
                : Der.bits(7, new byte[] { (byte) 0x80 });
        byte[] authorityKey = Der.sequence(Der.value(0x80, keyIdentifier(identity.certificate().getPublicKey())));
        byte[] extensions = Der.sequence(
                extension("2.5.29.15", true, keyUsage),
                extension("2.5.29.37", false, Der.sequence(Der.oid(usage))),
                extension("2.5.29.14", false, Der.octets(keyIdentifier(keys.getPublic()))),
                extension("2.5.29.35", false, authorityKey), more,
                hosts.length == 0 ? new byte[0] : extension("2.5.29.17", false, alternativeNames(hosts)));
        byte[] body = body(identity.certificate().getSubjectX500Principal(), subject(name), keys.getPublic(), from, until,
                extensions);
        return new Identity(name, directory, keys.getPrivate(), parse(sign(keyPair(), body)), identity.certificate());
    }

    private byte[] body(
            X500Principal issuer, X500Principal subject, PublicKey key, Instant from, Instant until, byte[] extensions) {
        return Der.sequence(Der.explicit(0, Der.integer(2)), Der.integer(new BigInteger(63, RANDOM).add(BigInteger.ONE)),
                signatureAlgorithm(), issuer.getEncoded(), Der.sequence(Der.time(from), Der.time(until)), subject.getEncoded(),
                key.getEncoded(), Der.explicit(3, extensions));
    }

    private static byte[] alternativeNames(String... hosts) {
        List<byte[]> names = new ArrayList<>();
        for (String host : hosts) {
            names.add(host.matches("[0-9.]+") ? Der.value(0x87, address(host)) : Der.ascii(0x82, host));
        }
        return Der.sequence(names.toArray(byte[][]::new));
    }

    private static byte[] address(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (IOException e) {
            throw new IllegalArgumentException(literal + " is not an IP address", e);
        }
    }

    static byte[] extension(String oid, boolean critical, byte[] content) {
        return Der.sequence(Der.oid(oid), critical ? Der.bool(true) : new byte[0], Der.octets(content));
    }

    private static X500Principal subject(String name) {
        return new X500Principal("CN=" + name + ",O=camel-mqttx test bed");
    }

    private KeyPair keyPair() {
        return new KeyPair(identity.certificate().getPublicKey(), identity.key());
    }

    private byte[] signatureAlgorithm() {
        return "RSA".equals(algorithm)
                ? Der.sequence(Der.oid("1.2.840.113549.1.1.11"), Der.nothing())
                : Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
    }

    private byte[] sign(KeyPair signer, byte[] body) {
        try {
            Signature signature = Signature.getInstance("RSA".equals(algorithm) ? "SHA256withRSA" : "SHA256withECDSA");
            signature.initSign(signer.getPrivate());
            signature.update(body);
            return Der.sequence(body, signatureAlgorithm(), Der.bits(0, signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot sign with " + algorithm, e);
        }
    }

    private KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize("RSA".equals(algorithm) ? 2048 : 256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot make a key for " + algorithm, e);
        }
    }

    private static byte[] keyIdentifier(PublicKey key) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(key.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("No SHA-1", e);
        }
    }

    private static X509Certificate parse(byte[] der) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The certificate just made is malformed", e);
        }
    }
}
