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
package io.github.camelmqttx.internal.client;

import java.security.cert.X509Certificate;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What one TLS handshake has shown, for the message should it fail. The factory of engines notes what it sees; with
 * {@code SSLContextParameters} that is the offer only, {@link #isComplete()} tells. Thread-safe.
 */
public final class TlsWitness {

    private volatile boolean answered;
    private volatile boolean complete;
    private volatile boolean certificateRequested;
    private volatile @Nullable X509Certificate own;
    private volatile List<String> acceptedIssuers = List.of();
    private volatile List<X509Certificate> peer = List.of();
    private volatile List<String> protocols = List.of();

    /** The peer has sent something. */
    public void answered() {
        answered = true;
    }

    public boolean isAnswered() {
        return answered;
    }

    /** The handshake has key and trust managers that note what they see. */
    public void complete() {
        complete = true;
    }

    /** Whether requests for a certificate, and certificates, are noted. */
    public boolean isComplete() {
        return complete;
    }

    /**
     * @param chosen  the certificate that is presented, null if there is none that suits
     * @param issuers names of the authorities that the broker asks for, empty if it does not say
     */
    public void certificateRequested(@Nullable X509Certificate chosen, List<String> issuers) {
        own = chosen;
        acceptedIssuers = List.copyOf(issuers);
        certificateRequested = true;
    }

    /** The authorities whose client certificates the broker has asked for; empty if it has not said. */
    public List<String> acceptedIssuers() {
        return acceptedIssuers;
    }

    /** Whether the broker has asked for a client certificate. */
    public boolean isCertificateRequested() {
        return certificateRequested;
    }

    /** The client certificate that was presented, or null. */
    public @Nullable X509Certificate ownCertificate() {
        return own;
    }

    public void peerCertificates(List<X509Certificate> chain) {
        peer = List.copyOf(chain);
    }

    /** The certificate chain of the broker, its own certificate first; empty if none has come. */
    public List<X509Certificate> peerCertificates() {
        return peer;
    }

    public void offered(List<String> tlsVersions) {
        protocols = List.copyOf(tlsVersions);
    }

    /** The TLS versions that this side offers; empty before the engine is made. */
    public List<String> offeredProtocols() {
        return protocols;
    }
}
