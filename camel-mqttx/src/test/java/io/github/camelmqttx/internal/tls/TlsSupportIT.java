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

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.util.List;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

import io.github.camelmqttx.internal.client.TlsWitness;
import io.github.camelmqttx.testbed.Certificates;
import io.github.camelmqttx.testbed.Identity;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.CipherSuitesParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.SecureSocketProtocolsParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Handshakes with a server socket of the JDK. */
@Timeout(60)
class TlsSupportIT {

    private static final String PASSWORD = Certificates.PASSWORD;

    private static Certificates certificates;
    private static CamelContext context;

    @BeforeAll
    static void create() {
        certificates = Certificates.create();
        context = new DefaultCamelContext();
    }

    @AfterAll
    static void delete() throws Exception {
        context.close();
        certificates.close();
    }

    private static SSLSession handshake(TlsOptions options, String host, Identity server, boolean clientCertificate)
            throws Exception {
        try (TlsPeer peer = new TlsPeer(certificates.serverContext(server), clientCertificate)) {
            SSLEngine engine = TlsSupport.engineFactory(options, context).newEngine(host, peer.port());
            peer.connect(engine);
            return peer.session();
        }
    }

    private static TlsOptions trusting(boolean hostnameVerification) {
        return new TlsOptions(
                null, hostnameVerification, false, "file:" + certificates.authority().identity().certificatePem(), null, null,
                null, null);
    }

    private static TlsOptions mutual(String keyStore, String keyAlias) {
        return new TlsOptions(
                null, true, false, certificates.authority().identity().certificatePem().toString(), null, keyStore, PASSWORD,
                keyAlias);
    }

    @ParameterizedTest(name = "M31 trust store of type {0}, found by content: the broker is trusted")
    @ValueSource(strings = { "PKCS12", "JKS", "PEM" })
    void trustStore_ofAnyType_isTrusted(String type) throws Exception {
        Identity authority = certificates.authority().identity();
        Path original = type.equals("PEM") ? authority.certificatePem() : authority.trustStore(type);
        Path nameless = Files.copy(original, original.resolveSibling("store-" + type + ".bin"));
        TlsOptions options = new TlsOptions(
                null, true, false, nameless.toString(), type.equals("PEM") ? null : PASSWORD, null, null, null);
        assertThat(handshake(options, "localhost", certificates.server(), false).isValid()).isTrue();
    }

    @Test
    @DisplayName("M31 an unknown authority is refused")
    void server_signedByUnknownAuthority_isRefused() {
        assertThatThrownBy(() -> handshake(trusting(true), "localhost", certificates.strangeServer(), false))
                .isInstanceOf(SSLHandshakeException.class).hasMessageContaining("unable to find valid certification path");
    }

    @Test
    @DisplayName("M32 without a trust store the JVM default decides")
    void noTrustStore_privateAuthority_isRefused() {
        assertThatThrownBy(() -> handshake(TlsOptions.DEFAULT, "localhost", certificates.server(), false))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    @DisplayName("M31 a certificate for another host is refused, unless hostnameVerification=false")
    void server_forAnotherHost_isRefusedUnlessSwitchedOff() throws Exception {
        assertThatThrownBy(() -> handshake(trusting(true), "localhost", certificates.wrongHostServer(), false))
                .isInstanceOf(SSLHandshakeException.class).hasMessageContaining("localhost");
        assertThat(handshake(trusting(false), "localhost", certificates.wrongHostServer(), false).isValid()).isTrue();
        assertThatThrownBy(() -> handshake(trusting(false), "localhost", certificates.strangeServer(), false))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    @DisplayName("M31 an expired certificate is refused")
    void server_expired_isRefused() {
        assertThatThrownBy(() -> handshake(trusting(true), "localhost", certificates.expiredServer(), false))
                .isInstanceOf(SSLHandshakeException.class).rootCause().isInstanceOfAny(
                        CertPathValidatorException.class, CertificateExpiredException.class);
    }

    @Test
    @DisplayName("M33 insecure=true accepts any certificate of any host, and only it does")
    void insecure_anyCertificate_isAccepted() throws Exception {
        TlsOptions insecure = new TlsOptions(null, true, true, null, null, null, null, null);
        for (Identity server : List.of(certificates.strangeServer(), certificates.wrongHostServer(),
                certificates.expiredServer())) {
            assertThat(handshake(insecure, "localhost", server, false).isValid()).isTrue();
        }
    }

    @ParameterizedTest(name = "M34 mutual TLS with a key store of type {0}")
    @ValueSource(strings = { "PKCS12", "JKS", "PEM" })
    void keyStore_ofAnyType_authenticates(String type) throws Exception {
        Identity client = certificates.client();
        String keyStore = type.equals("PEM") ? pemKeyStore(client).toString() : client.keyStore(type).toString();
        SSLSession session = handshake(mutual(keyStore, null), "localhost", certificates.server(), true);
        assertThat(session.getPeerPrincipal()).isEqualTo(client.certificate().getSubjectX500Principal());
    }

    @Test
    @DisplayName("M34 keyAlias chooses between the keys of a store")
    void keyAlias_ofSeveralKeys_isUsed() throws Exception {
        Identity other = certificates.authority().client("other-client");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (Identity identity : List.of(certificates.client(), other)) {
            store.setKeyEntry(identity.name(), identity.key(), PASSWORD.toCharArray(),
                    new Certificate[] { identity.certificate(), identity.issuer() });
        }
        Path file = other.directory().resolve("two-keys.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        for (Identity identity : List.of(certificates.client(), other)) {
            SSLSession session = handshake(mutual(file.toString(), identity.name()), "localhost", certificates.server(), true);
            assertThat(session.getPeerPrincipal()).isEqualTo(identity.certificate().getSubjectX500Principal());
        }
    }

    @Test
    @DisplayName("M34 no client certificate, or one of an unknown authority, is refused by the broker")
    void keyStore_missingOrStrange_isRefused() {
        assertThatThrownBy(() -> handshake(trusting(true), "localhost", certificates.server(), true))
                .isInstanceOf(SSLException.class);
        String strange = certificates.strangeClient().keyStore("PKCS12").toString();
        assertThatThrownBy(() -> handshake(mutual(strange, null), "localhost", certificates.server(), true))
                .isInstanceOf(IOException.class);
    }

    @Test
    @DisplayName("M35 protocol and cipher suite of SSLContextParameters are on the wire")
    void sslContextParameters_protocolAndSuite_areNegotiated() throws Exception {
        String suite = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
        SSLContextParameters parameters = parameters("TLSv1.2", suite);
        TlsOptions options = new TlsOptions(parameters, true, false, null, null, null, null, null);
        SSLSession session = handshake(options, "localhost", certificates.server(), false);
        assertThat(session.getProtocol()).isEqualTo("TLSv1.2");
        assertThat(session.getCipherSuite()).isEqualTo(suite);
        assertThatThrownBy(() -> handshake(options, "localhost", certificates.wrongHostServer(), false))
                .as("host names are verified all the same").isInstanceOf(SSLHandshakeException.class);
        TlsOptions open = new TlsOptions(parameters(null, null), true, false, null, null, null, null, null);
        assertThat(handshake(open, "localhost", certificates.server(), false).getProtocol()).isEqualTo("TLSv1.3");
    }

    private static TlsOptions with(TlsHandshake handshake) {
        return new TlsOptions(
                null, true, false, "file:" + certificates.authority().identity().certificatePem(), null, null, null, null,
                handshake, Revocation.NONE);
    }

    @Test
    @DisplayName("M35 tlsProtocols and tlsCipherSuites are on the wire")
    void protocolAndSuite_areNegotiated() throws Exception {
        String suite = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
        TlsHandshake older = new TlsHandshake(List.of("TLSv1.2"), List.of(suite), null, List.of());
        SSLSession session = handshake(with(older), "localhost", certificates.server(), false);
        assertThat(session.getProtocol() + " " + session.getCipherSuite()).isEqualTo("TLSv1.2 " + suite);
        TlsHandshake newer = new TlsHandshake(List.of("TLSv1.3"), List.of("TLS_AES_256_GCM_SHA384"), null, List.of());
        SSLSession newest = handshake(with(newer), "localhost", certificates.server(), false);
        assertThat(newest.getProtocol() + " " + newest.getCipherSuite()).isEqualTo("TLSv1.3 TLS_AES_256_GCM_SHA384");
    }

    @Test
    @DisplayName("X14 tlsServerName is sent as SNI and is the name that the certificate must have")
    void serverName_isSentAndVerified() throws Exception {
        TlsHandshake elsewhere = new TlsHandshake(List.of(), List.of(), "elsewhere.example", List.of());
        SSLSession session = handshake(with(elsewhere), "127.0.0.1", certificates.wrongHostServer(), false);
        assertThat(((ExtendedSSLSession) session).getRequestedServerNames()).map(Object::toString)
                .containsExactly("type=host_name (0), value=elsewhere.example");
        assertThatThrownBy(() -> handshake(with(elsewhere), "localhost", certificates.server(), false))
                .isInstanceOf(SSLHandshakeException.class).hasMessageContaining("elsewhere.example");
    }

    @Test
    @DisplayName("M31 X14 a socket, for drivers that block, has the same settings as an engine")
    void socket_hasTheSameSettings() throws Exception {
        TlsHandshake elsewhere = new TlsHandshake(List.of("TLSv1.2"), List.of(), "elsewhere.example", List.of());
        try (TlsPeer peer = new TlsPeer(certificates.serverContext(certificates.wrongHostServer()), false);
             Socket plain = new Socket(InetAddress.getLoopbackAddress(), peer.port());
             SSLSocket socket = TlsSupport.engineFactory(with(elsewhere), context).newSocket(plain, "localhost", peer.port(),
                     new TlsWitness())) {
            socket.startHandshake();
            assertThat(peer.session().getProtocol()).isEqualTo("TLSv1.2");
        }
        TlsWitness witness = new TlsWitness();
        try (TlsPeer peer = new TlsPeer(certificates.serverContext(certificates.server()), false);
             Socket plain = new Socket(InetAddress.getLoopbackAddress(), peer.port());
             SSLSocket socket
                     = TlsSupport.engineFactory(with(elsewhere), context).newSocket(plain, "localhost", peer.port(), witness)) {
            assertThatThrownBy(socket::startHandshake).hasMessageContaining("elsewhere.example");
            assertThat(witness.peerCertificates()).contains(certificates.server().certificate());
            assertThat(witness.offeredProtocols()).containsExactly("TLSv1.2");
        }
    }

    @Test
    @DisplayName("X14 tlsServerName without a dot is sent as SNI too")
    void serverName_withoutDot_isSent() throws Exception {
        TlsHandshake local = new TlsHandshake(List.of(), List.of(), "localhost", List.of());
        SSLSession session = handshake(with(local), "127.0.0.1", certificates.server(), false);
        assertThat(((ExtendedSSLSession) session).getRequestedServerNames()).hasSize(1);
    }

    @Test
    @DisplayName("X14 tlsAlpn is offered: AWS style, MQTT on port 443")
    void alpn_isOffered() throws Exception {
        TlsHandshake mqtt = new TlsHandshake(List.of(), List.of(), null, List.of("x-amzn-mqtt-ca", "mqtt"));
        try (TlsPeer peer = new TlsPeer(certificates.serverContext(certificates.server()), false)
                .withApplicationProtocols("http/1.1", "mqtt")) {
            peer.connect(TlsSupport.engineFactory(with(mqtt), context).newEngine("localhost", peer.port()));
            assertThat(peer.applicationProtocol()).isEqualTo("mqtt");
        }
    }

    @Test
    @DisplayName("M35 X14 tlsServerName and tlsAlpn go together with SSLContextParameters, tlsProtocols does not")
    void sslContextParameters_withServerName_works() throws Exception {
        TlsHandshake elsewhere = new TlsHandshake(List.of(), List.of(), "elsewhere.example", List.of("mqtt"));
        TlsOptions options = new TlsOptions(
                parameters("TLSv1.2", null), true, false, null, null, null, null, null, elsewhere, Revocation.NONE);
        assertThat(handshake(options, "localhost", certificates.wrongHostServer(), false).getProtocol()).isEqualTo("TLSv1.2");
        TlsHandshake older = new TlsHandshake(List.of("TLSv1.3"), List.of(), null, List.of());
        TlsOptions contradiction = new TlsOptions(
                parameters("TLSv1.2", null), true, false, null, null, null, null, null, older, Revocation.NONE);
        assertThatThrownBy(() -> TlsSupport.engineFactory(contradiction, context))
                .hasMessageContaining("sslContextParameters and tlsProtocols");
    }

    @Test
    @DisplayName("M35 a broker with newer protocols only is refused")
    void sslContextParameters_noCommonProtocol_fails() throws Exception {
        TlsOptions options = new TlsOptions(parameters("TLSv1.2", null), true, false, null, null, null, null, null);
        try (TlsPeer peer = new TlsPeer(certificates.serverContext(certificates.server()), false, "TLSv1.3")) {
            SSLEngine engine = TlsSupport.engineFactory(options, context).newEngine("localhost", peer.port());
            assertThat(engine.getEnabledProtocols()).containsExactly("TLSv1.2");
            assertThatThrownBy(() -> peer.connect(engine)).isInstanceOf(SSLException.class);
        }
    }

    private static SSLContextParameters parameters(String protocol, String suite) {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + certificates.authority().identity().trustStore("PKCS12"));
        store.setPassword(PASSWORD);
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(store);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(trust);
        if (protocol != null) {
            SecureSocketProtocolsParameters protocols = new SecureSocketProtocolsParameters();
            protocols.setSecureSocketProtocol(List.of(protocol));
            parameters.setSecureSocketProtocols(protocols);
        }
        if (suite != null) {
            CipherSuitesParameters suites = new CipherSuitesParameters();
            suites.setCipherSuite(List.of(suite));
            parameters.setCipherSuites(suites);
        }
        return parameters;
    }

    private static Path pemKeyStore(Identity identity) throws Exception {
        return Files.writeString(identity.directory().resolve(identity.name() + "-chain.pem"),
                Files.readString(identity.keyPem()) + Files.readString(identity.certificatePem()));
    }
}
