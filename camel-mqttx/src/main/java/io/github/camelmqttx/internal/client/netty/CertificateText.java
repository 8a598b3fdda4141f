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

import java.math.BigInteger;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import io.github.camelmqttx.internal.client.TlsWitness;
import org.jspecify.annotations.Nullable;

/** Names certificates for people. */
final class CertificateText {

    /** Kinds of subject alternative names that a host is compared with. Spec: RFC 5280 section 4.2.1.6. */
    private static final Set<Integer> HOST_NAMES = Set.of(2, 7);

    private CertificateText() {
    }

    /** Subject, serial number (as openssl writes it) and issuer. */
    static String name(X509Certificate certificate) {
        return printable(certificate.getSubjectX500Principal().getName()) + " (serial number "
               + serial(certificate.getSerialNumber())
               + ", issued by " + printable(certificate.getIssuerX500Principal().getName()) + ")";
    }

    private static String serial(BigInteger number) {
        return number.toString(16).toUpperCase(Locale.ROOT);
    }

    private static String printable(String text) {
        return PropertyMapper.printable(text);
    }

    /** The certificate of a chain that a check has failed for, or the first one known; null if there is none. */
    static @Nullable X509Certificate culprit(@Nullable Throwable cause, @Nullable TlsWitness witness) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof CertPathValidatorException failure && failure.getCertPath() != null && failure.getIndex() >= 0) {
                Certificate found = failure.getCertPath().getCertificates().get(failure.getIndex());
                if (found instanceof X509Certificate certificate) {
                    return certificate;
                }
            }
        }
        List<X509Certificate> chain = witness == null ? List.of() : witness.peerCertificates();
        return chain.isEmpty() ? null : chain.get(0);
    }

    /** The host names and addresses that a certificate is for. */
    static String hosts(X509Certificate certificate) {
        Set<String> hosts = new TreeSet<>();
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names != null) {
                names.stream().filter(name -> HOST_NAMES.contains(name.get(0)))
                        .forEach(name -> hosts.add(name.get(1).toString()));
            }
        } catch (CertificateParsingException e) {
            return "names that cannot be read";
        }
        return hosts.isEmpty() ? "no host at all" : printable(String.join(", ", hosts));
    }
}
