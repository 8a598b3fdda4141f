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

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateRevokedException;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLHandshakeException;

import io.github.camelmqttx.testbed.Certificates;
import io.github.camelmqttx.testbed.Identity;
import io.github.camelmqttx.testbed.LogCapture;
import io.github.camelmqttx.testbed.RevocationServer;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.event.Level;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Handshakes with certificates that have been revoked, or of which that is not known. */
@Timeout(60)
class RevocationIT {

    private static Certificates certificates;
    private static CamelContext context;
    private static Identity revoked;

    @TempDir
    private Path directory;

    @BeforeAll
    static void create() {
        certificates = Certificates.create();
        revoked = certificates.authority().server("revoked-server", "localhost");
        context = new DefaultCamelContext();
    }

    @AfterAll
    static void delete() throws Exception {
        context.close();
        certificates.close();
    }

    private static ThrowingCallable handshake(Revocation.Mode mode, Path crlFile, Identity server) {
        return () -> {
            TlsOptions options = new TlsOptions(
                    null, true, false, certificates.authority().identity().certificatePem().toString(), null, null, null, null,
                    TlsHandshake.DEFAULT, new Revocation(mode, crlFile == null ? null : "file:" + crlFile));
            try (TlsPeer peer = new TlsPeer(certificates.serverContext(server), false)) {
                SSLEngine engine = TlsSupport.engineFactory(options, context).newEngine("localhost", peer.port());
                peer.connect(engine);
                peer.session();
            }
        };
    }

    private static void accepted(Revocation.Mode mode, Path crlFile, Identity server) {
        assertThatCode(handshake(mode, crlFile, server)).doesNotThrowAnyException();
    }

    private static void refused(Revocation.Mode mode, Path crlFile, Identity server) {
        assertThatThrownBy(handshake(mode, crlFile, server)).hasRootCauseInstanceOf(CertificateRevokedException.class);
    }

    private static void undetermined(Path crlFile, Identity server) {
        assertThatThrownBy(handshake(Revocation.Mode.STRICT, crlFile, server)).isInstanceOf(SSLHandshakeException.class)
                .hasStackTraceContaining("determine revocation status");
    }

    private Path der(Path pem) throws Exception {
        X509CRL list = (X509CRL) CertificateFactory.getInstance("X.509")
                .generateCRL(Files.newInputStream(pem));
        return Files.write(directory.resolve("list.der"), list.getEncoded());
    }

    @ParameterizedTest
    @EnumSource(value = Revocation.Mode.class, names = { "SOFT", "STRICT" })
    @DisplayName("M36 crlFile, PEM or DER: a revoked certificate is refused, another one of the same authority is not")
    void crlFile_revokedCertificate_isRefused(Revocation.Mode mode) throws Exception {
        Path list = certificates.authority().revocationList(revoked);
        refused(mode, list, revoked);
        accepted(mode, list, certificates.server());
        refused(mode, der(list), revoked);
        accepted(mode, der(list), certificates.server());
        accepted(Revocation.Mode.NONE, null, revoked);
    }

    @Test
    @DisplayName("M36 crlFile of another authority says nothing: strict refuses, soft accepts")
    void crlFile_ofAnotherAuthority_isNoEvidence() {
        Path other = certificates.strangeAuthority().revocationList(revoked);
        undetermined(other, revoked);
        accepted(Revocation.Mode.SOFT, other, revoked);
    }

    @Test
    @DisplayName("M36 crlFile that is out of date: strict fails with that reason, soft accepts and warns once")
    void crlFile_outdated_isSaid() {
        Path outdated = certificates.authority().revocationListUntil(Instant.now().minus(Duration.ofDays(1)), revoked);
        assertThatThrownBy(handshake(Revocation.Mode.STRICT, outdated, certificates.server()))
                .hasMessageContaining("crlFile=").hasMessageContaining("is outdated");
        try (LogCapture log = LogCapture.start()) {
            accepted(Revocation.Mode.SOFT, outdated, certificates.server());
            assertThat(log.messages(Level.WARN)).singleElement().asString().contains("is outdated",
                    "certificateRevocation=soft");
        }
    }

    @Test
    @DisplayName("M36 crlFile: each mistake is named with file and remedy")
    void crlFile_unusable_saysWhy() throws Exception {
        unusable("missing.crl", null, "does not exist");
        unusable("empty.crl", new byte[0], "is empty: give a PEM or DER file");
        unusable("text.crl", "no list".getBytes(), "neither PEM nor DER");
        unusable("certificate.pem", Files.readAllBytes(certificates.server().certificatePem()),
                "has no certificate revocation");
        byte[] list = Files.readAllBytes(certificates.authority().revocationList(revoked));
        unusable("half.crl", Arrays.copyOf(list, list.length / 2), "truncated");
        unusable("damaged.crl", "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n".getBytes(), "is damaged");
    }

    private void unusable(String name, byte[] content, String said) throws Exception {
        Path file = directory.resolve(name);
        if (content != null) {
            Files.write(file, content);
        }
        assertThatThrownBy(handshake(Revocation.Mode.SOFT, file, revoked)).hasMessageContaining("crlFile=file:" + file)
                .hasMessageContaining(said);
    }

    @Test
    @DisplayName("M36 OCSP: a revoked certificate is refused, soft or strict; a good one is accepted")
    void ocsp_revokedCertificate_isRefused() {
        try (RevocationServer services = new RevocationServer(certificates.authority())) {
            Identity good = certificates.authority().server("ocsp-good", services, "localhost");
            Identity bad = certificates.authority().server("ocsp-bad", services, "localhost");
            services.revoke(bad);
            accepted(Revocation.Mode.STRICT, null, good);
            refused(Revocation.Mode.STRICT, null, bad);
            refused(Revocation.Mode.SOFT, null, bad);
            assertThat(services.requests()).contains("ocsp").doesNotContain("list");
        }
    }

    @Test
    @DisplayName("M36 without an OCSP answer the list that the certificate names decides")
    void ocspDown_listOfTheCertificate_decides() {
        try (RevocationServer services = new RevocationServer(certificates.authority())) {
            services.down(true, false);
            Identity good = certificates.authority().server("list-good", services, "localhost");
            Identity bad = certificates.authority().server("list-bad", services, "localhost");
            services.revoke(bad);
            refused(Revocation.Mode.SOFT, null, bad);
            accepted(Revocation.Mode.STRICT, null, good);
            assertThat(services.requests()).contains("ocsp", "list");
        }
    }

    @Test
    @DisplayName("M36 neither OCSP nor list can be had: strict refuses, soft accepts")
    void everythingDown_strictRefuses_softAccepts() {
        try (RevocationServer services = new RevocationServer(certificates.authority())) {
            services.down(true, true);
            Identity good = certificates.authority().server("unknown-good", services, "localhost");
            undetermined(null, good);
            accepted(Revocation.Mode.SOFT, null, good);
        }
    }
}
