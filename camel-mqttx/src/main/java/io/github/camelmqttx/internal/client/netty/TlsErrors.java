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

import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateRevokedException;
import java.util.Locale;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.broker.Transport;
import io.github.camelmqttx.internal.client.ConnectFailure;
import io.github.camelmqttx.internal.client.ConnectFailure.Stage;
import io.netty.handler.ssl.NotSslRecordException;
import org.jspecify.annotations.Nullable;

/** Says why TLS failed, as far as exception and alert tell. */
public final class TlsErrors {

    private TlsErrors() {
    }

    /** The handshake, or the connection right after it, failed. */
    public static ConnectFailure failure(BrokerAddress broker, Throwable cause) {
        boolean closed = isClosed(cause);
        return ConnectErrors.failure(
                Stage.TLS, "TLS with " + broker + " failed: " + (closed ? CLOSED : explain(broker, cause)), closed, cause);
    }

    /** Key or trust material could not be used. */
    public static ConnectFailure material(BrokerAddress broker, Throwable cause) {
        return ConnectErrors.failure(
                Stage.TLS,
                "Cannot set up TLS for " + broker + ": " + ConnectErrors.messageOf(cause)
                           + ". Check the key and trust material of the TLS options.",
                false, cause);
    }

    private static final String CLOSED
            = "the peer closed the connection during the handshake. Check that this is a TLS port, and that the broker accepts"
              + " our TLS versions and our certificate.";

    private static boolean isClosed(Throwable cause) {
        return cause instanceof ClosedChannelException || cause.getCause() instanceof ClosedChannelException;
    }

    private static String explain(BrokerAddress broker, Throwable cause) {
        String byType = explainByType(broker, cause);
        if (byType != null) {
            return byType;
        }
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (text.contains("unrecognized ssl message") || text.contains("unsupported or unrecognized")) {
            return notTls(broker);
        }
        if (text.contains("certificate_required") || text.contains("bad_certificate")) {
            return "the broker wants a client certificate, or does not accept ours. Check the key store.";
        }
        if (text.contains("unknown_ca") || text.contains("certificate_unknown") || text.contains("certificate_expired")) {
            return "the broker does not accept our client certificate (" + cause.getMessage() + "). Check the key store.";
        }
        if (text.contains("protocol_version") || text.contains("handshake_failure")) {
            return "no TLS version and cipher suite in common, or the broker wants a client certificate ("
                   + cause.getMessage() + "). Check the TLS options of both sides.";
        }
        return ConnectErrors.messageOf(cause) + ". Check the TLS options of both sides.";
    }

    private static @Nullable String explainByType(BrokerAddress broker, Throwable cause) {
        boolean untrusted = false;
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof NotSslRecordException) {
                return notTls(broker);
            }
            if (t instanceof CertificateExpiredException) {
                return "the broker's certificate has expired. Renew it.";
            }
            if (t instanceof CertificateNotYetValidException) {
                return "the broker's certificate is not valid yet. Check the clocks of both sides.";
            }
            if (t instanceof CertificateRevokedException) {
                return "the broker's certificate has been revoked. Renew it.";
            }
            untrusted |= t instanceof CertPathBuilderException || t instanceof CertPathValidatorException;
            if (t instanceof CertificateException && isHostMismatch(t)) {
                return "the broker's certificate is not for host " + broker.host() + " (" + ConnectErrors.messageOf(t)
                       + "). Connect by a name in the certificate.";
            }
        }
        return untrusted
                ? "the broker's certificate is not signed by an authority we trust. Add its CA certificate to the trust store."
                : null;
    }

    private static boolean isHostMismatch(Throwable cause) {
        String text = String.valueOf(cause.getMessage());
        return text.contains("No subject alternative") || text.contains("No name matching");
    }

    private static String notTls(BrokerAddress broker) {
        return "the peer does not speak TLS. Use the broker's TLS port, or " + plainScheme(broker) + " for port "
               + broker.port() + ".";
    }

    private static String plainScheme(BrokerAddress broker) {
        return broker.transport() == Transport.WSS ? "ws://" : "mqtt://";
    }
}
