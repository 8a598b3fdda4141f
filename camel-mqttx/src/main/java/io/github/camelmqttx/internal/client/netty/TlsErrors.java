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
package io.github.camelmqttx.internal.client.netty;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateRevokedException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import javax.net.ssl.SSLException;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.broker.Transport;
import io.github.camelmqttx.internal.client.ConnectFailure;
import io.github.camelmqttx.internal.client.ConnectFailure.Stage;
import io.github.camelmqttx.internal.client.TlsWitness;
import io.netty.channel.Channel;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;

/** Says why TLS failed, as far as exception, alert and witness tell. */
public final class TlsErrors {

    /** What the handshake of a channel has shown; none without TLS. */
    static final AttributeKey<TlsWitness> WITNESS = AttributeKey.valueOf(TlsErrors.class, "witness");

    private static final int MAX_ISSUERS = 3;

    private TlsErrors() {
    }

    static @Nullable TlsWitness witness(@Nullable Channel channel) {
        return channel == null ? null : channel.attr(WITNESS).get();
    }

    /** The handshake, or the connection right after it, failed. */
    public static ConnectFailure failure(BrokerAddress broker, Throwable cause, @Nullable TlsWitness witness) {
        boolean closed = isClosed(cause);
        String why = closed ? closed(broker, witness) : explain(broker, cause, witness);
        return ConnectErrors.failure(Stage.TLS, "TLS with " + broker + " failed: " + why, closed, cause);
    }

    /** Key or trust material could not be used. */
    public static ConnectFailure material(BrokerAddress broker, Throwable cause) {
        return ConnectErrors.failure(
                Stage.TLS,
                "Cannot set up TLS for " + broker + ": " + ConnectErrors.messageOf(cause)
                           + ". Check the key and trust material of the TLS options.",
                false, cause);
    }

    /** What an end without reason may be due to; empty if nothing is known. Begins with a blank. */
    static String certificateHint(@Nullable TlsWitness witness) {
        if (witness == null || !witness.isCertificateRequested()) {
            return "";
        }
        X509Certificate own = witness.ownCertificate();
        return own == null
                ? " The broker has asked for a client certificate" + issuedBy(witness)
                  + ", and there is none to send: give such a keyStore."
                : " The broker may not accept our client certificate " + CertificateText.name(own) + ".";
    }

    /** Closed or reset, without a word in TLS. */
    private static boolean isClosed(Throwable cause) {
        return cause instanceof IOException && !(cause instanceof SSLException)
                || cause.getCause() instanceof ClosedChannelException;
    }

    private static String closed(BrokerAddress broker, @Nullable TlsWitness witness) {
        return witness != null && !witness.isAnswered()
                ? "the peer closed the connection instead of answering in TLS, as ports without TLS do. " + otherPort(broker)
                : "the peer closed the connection during the handshake. Check that the broker accepts our TLS versions and our"
                  + " certificate; its log should say more." + certificateHint(witness);
    }

    private static String explain(BrokerAddress broker, Throwable cause, @Nullable TlsWitness witness) {
        String byType = explainByType(broker, cause, witness);
        if (byType != null) {
            return byType;
        }
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (text.contains("unrecognized ssl message") || text.contains("unsupported or unrecognized")) {
            return notTls(broker);
        }
        if (text.contains("no appropriate protocol")) {
            return "the TLS options leave no TLS version with a cipher suite that this JVM allows. Check tlsProtocols,"
                   + " tlsCipherSuites and the security property jdk.tls.disabledAlgorithms.";
        }
        if (text.contains("not accepted by client preferences") || text.contains("protocol_version")) {
            return noVersion(cause, witness);
        }
        String byAlert = text.contains("fatal alert") ? explainAlert(text, cause, witness) : null;
        return byAlert == null ? ConnectErrors.messageOf(cause) + ". Check the TLS options of both sides." : byAlert;
    }

    private static String noVersion(Throwable cause, @Nullable TlsWitness witness) {
        String ours = witness == null ? "" : " " + String.join(", ", witness.offeredProtocols());
        return "the broker takes none of our TLS versions" + ours + " (" + ConnectErrors.messageOf(cause)
               + "). Let it use TLS 1.2 or later, and check tlsProtocols.";
    }

    private static @Nullable String explainAlert(String text, Throwable cause, @Nullable TlsWitness witness) {
        String said = " (" + ConnectErrors.messageOf(cause) + ")";
        if (text.contains("no_application_protocol")) {
            return "the broker speaks none of the application protocols of tlsAlpn" + said + ". Check tlsAlpn and the port.";
        }
        if (text.contains("unrecognized_name")) {
            return "the broker does not know the host name that we ask for" + said + ". Check tlsServerName.";
        }
        if (text.contains("certificate_required")) {
            return demanded(said, witness);
        }
        boolean handshakeFailure = text.contains("handshake_failure") || text.contains("insufficient_security");
        boolean asked = witness != null && witness.isCertificateRequested();
        if (text.contains("certificate") || text.contains("unknown_ca") || text.contains("access_denied")
                || handshakeFailure && asked) {
            return asked && (witness == null || witness.ownCertificate() == null)
                    ? demanded(said, witness) : refused(said, witness);
        }
        if (!handshakeFailure) {
            return null;
        }
        return witness != null && witness.isComplete()
                ? "the broker takes none of our cipher suites" + said + ". Check tlsCipherSuites and those of the broker."
                : "no TLS version and cipher suite in common, or the broker wants a client certificate" + said
                  + ". Check the TLS options of both sides.";
    }

    private static String demanded(String said, @Nullable TlsWitness witness) {
        return "the broker demands a client certificate" + issuedBy(witness) + ", and there is none to send" + said
               + ". Give a keyStore with such a certificate.";
    }

    private static String issuedBy(@Nullable TlsWitness witness) {
        List<String> issuers = witness == null ? List.of() : witness.acceptedIssuers();
        if (issuers.isEmpty()) {
            return "";
        }
        int more = issuers.size() - MAX_ISSUERS;
        String named = String.join(" or ", issuers.subList(0, Math.min(MAX_ISSUERS, issuers.size())));
        return " issued by " + PropertyMapper.printable(named) + (more > 0 ? " or " + more + " others" : "");
    }

    private static String refused(String said, @Nullable TlsWitness witness) {
        X509Certificate own = witness == null ? null : witness.ownCertificate();
        String ours = own == null
                ? "our client certificate" : "our client certificate " + CertificateText.name(own) + ", valid from "
                                             + own.getNotBefore().toInstant() + " to " + own.getNotAfter().toInstant();
        boolean unsure = witness == null || !witness.isComplete();
        return "the broker does not accept " + ours + said + ". Check the key store"
               + (unsure ? ", which must have a client certificate if the broker demands one." : ".");
    }

    private static @Nullable String explainByType(BrokerAddress broker, Throwable cause, @Nullable TlsWitness witness) {
        boolean untrusted = false;
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof NotSslRecordException) {
                return notTls(broker);
            }
            String byCertificate = explainByCertificate(broker, t, CertificateText.culprit(cause, witness));
            if (byCertificate != null) {
                return byCertificate;
            }
            untrusted |= t instanceof CertPathBuilderException || t instanceof CertPathValidatorException;
        }
        return untrusted ? untrusted(witness) : null;
    }

    private static @Nullable String explainByCertificate(BrokerAddress broker, Throwable t, @Nullable X509Certificate culprit) {
        String certificate = "the broker's certificate" + (culprit == null ? "" : " " + CertificateText.name(culprit));
        if (t instanceof CertificateExpiredException) {
            return certificate + " has expired" + (culprit == null ? "" : " on " + culprit.getNotAfter().toInstant())
                   + ". Renew it.";
        }
        if (t instanceof CertificateNotYetValidException) {
            return certificate + " is not valid yet"
                   + (culprit == null ? "" : ", but from " + culprit.getNotBefore().toInstant() + " on")
                   + ". Check the clocks of both sides.";
        }
        if (t instanceof CertificateRevokedException revoked) {
            return certificate + " has been revoked on " + revoked.getRevocationDate().toInstant() + " (reason "
                   + revoked.getRevocationReason() + "). Do not trust this broker until it has a new one.";
        }
        if (isUndetermined(t)) {
            return "it cannot be found out whether " + certificate + " has been revoked (" + ConnectErrors.messageOf(t)
                   + "). Check crlFile or the reachability of the authority's servers, or use certificateRevocation=soft.";
        }
        if (t instanceof CertificateException && isHostMismatch(t)) {
            return "the broker's certificate is not for host " + broker.host()
                   + (culprit == null ? "" : ", it is for " + CertificateText.hosts(culprit)) + " ("
                   + ConnectErrors.messageOf(t) + "). Connect by a name in the certificate, or give that as tlsServerName.";
        }
        return null;
    }

    /** Without OCSP responder the check says so, and that the lists are of no help either is only suppressed. */
    private static boolean isUndetermined(Throwable t) {
        return t instanceof CertPathValidatorException failure
                && (failure.getReason() == CertPathValidatorException.BasicReason.UNDETERMINED_REVOCATION_STATUS
                        || Arrays.stream(failure.getSuppressed()).anyMatch(TlsErrors::isUndetermined));
    }

    private static String untrusted(@Nullable TlsWitness witness) {
        X509Certificate first = CertificateText.culprit(null, witness);
        if (first == null) {
            return "the broker's certificate is not signed by an authority we trust. Add its CA certificate to the trust store.";
        }
        boolean selfSigned = first.getSubjectX500Principal().equals(first.getIssuerX500Principal());
        String name = "the broker's certificate " + CertificateText.name(first);
        return selfSigned
                ? name
                  + " is self-signed and not signed by an authority we trust. If it is the right one, put it into the trust"
                  + " store."
                : name + " is not signed by an authority we trust. Add the certificate of its CA to the trust store.";
    }

    private static boolean isHostMismatch(Throwable cause) {
        String text = String.valueOf(cause.getMessage());
        return text.contains("No subject alternative") || text.contains("No name matching");
    }

    private static String notTls(BrokerAddress broker) {
        return "the peer does not speak TLS. " + otherPort(broker);
    }

    private static String otherPort(BrokerAddress broker) {
        return "Use the broker's TLS port, or " + plainScheme(broker) + " for port " + broker.port() + ".";
    }

    /** The scheme for a port without TLS. */
    static String plainScheme(BrokerAddress broker) {
        return broker.transport() == Transport.WSS ? "ws://" : "mqtt://";
    }
}
