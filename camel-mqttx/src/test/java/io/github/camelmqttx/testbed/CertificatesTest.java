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
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CertificatesTest {

    private static Certificates create(String algorithm) {
        return "RSA".equals(algorithm) ? Certificates.createRsa() : Certificates.create();
    }

    private static void validate(Identity identity, Identity anchor) throws Exception {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor.certificate(), null)));
        parameters.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX").validate(factory.generateCertPath(List.of(identity.certificate())), parameters);
    }

    @ParameterizedTest
    @ValueSource(strings = { "EC", "RSA" })
    void create_cast_isValidOrInvalidAsNamed(String algorithm) throws Exception {
        try (Certificates certificates = create(algorithm)) {
            Identity authority = certificates.authority().identity();
            validate(certificates.server(), authority);
            validate(certificates.client(), authority);
            assertThatThrownBy(() -> validate(certificates.strangeServer(), authority))
                    .isInstanceOf(CertPathValidatorException.class);
            assertThatThrownBy(() -> validate(certificates.expiredServer(), authority))
                    .hasRootCauseInstanceOf(CertificateExpiredException.class);
            assertThat(certificates.server().certificate().getSubjectAlternativeNames())
                    .containsExactlyInAnyOrder(List.of(2, "localhost"), List.of(7, "127.0.0.1"));
            assertThat(certificates.wrongHostServer().certificate().getSubjectAlternativeNames())
                    .containsExactly(List.of(2, "elsewhere.example"));
            assertThat(certificates.client().certificate().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "EC", "RSA" })
    void files_pemAndStores_holdKeyAndChain(String algorithm) throws Exception {
        Path file;
        try (Certificates certificates = create(algorithm)) {
            Identity server = certificates.server();
            file = server.keyPem();
            String pem = Files.readString(file);
            assertThat(pem).startsWith("-----BEGIN PRIVATE KEY-----\n").endsWith("-----END PRIVATE KEY-----\n");
            byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
            assertThat(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der)).getEncoded())
                    .isEqualTo(server.key().getEncoded());
            char[] password = Certificates.PASSWORD.toCharArray();
            for (String type : List.of("PKCS12", "JKS")) {
                KeyStore keys = KeyStore.getInstance(server.keyStore(type).toFile(), password);
                assertThat(keys.getCertificateChain("server")).hasSize(2);
                assertThat(keys.getKey("server", password)).isNotNull();
                KeyStore trust = KeyStore.getInstance(certificates.authority().identity().trustStore(type).toFile(), password);
                assertThat(trust.isCertificateEntry("authority")).isTrue();
            }
        }
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = { "EC", "RSA" })
    void revocationList_namesRevokedOnly_andIsSignedByTheAuthority(String algorithm) throws Exception {
        try (Certificates certificates = create(algorithm)) {
            Path file = certificates.authority().revocationList(certificates.server());
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            X509CRL list = (X509CRL) factory.generateCRL(new ByteArrayInputStream(Files.readAllBytes(file)));
            X509Certificate authority = certificates.authority().identity().certificate();
            list.verify(authority.getPublicKey());
            assertThat(list.isRevoked(certificates.server().certificate())).isTrue();
            assertThat(list.isRevoked(certificates.client().certificate())).isFalse();
            X509CRL empty = (X509CRL) factory
                    .generateCRL(new ByteArrayInputStream(Files.readAllBytes(certificates.authority().revocationList())));
            assertThat(empty.getRevokedCertificates()).isNull();
        }
    }
}
