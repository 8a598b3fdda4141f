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
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.CRL;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trust managers that check for revocation with the JDK's {@link PKIXRevocationChecker}, which verifies signatures,
 * validity and scope of lists and OCSP answers, stapled ones too. Spec: RFC 5280 section 6.3, RFC 6960.
 */
final class RevocationTrust {

    private static final Logger LOG = LoggerFactory.getLogger(RevocationTrust.class);
    private static final String PKIX = "PKIX";

    private final Revocation revocation;
    private volatile @Nullable Instant outdatedSince;

    RevocationTrust(Revocation revocation) {
        this.revocation = revocation;
    }

    /** @param store the trusted certificates, null for the JVM's */
    TrustManager[] trustManagers(@Nullable KeyStore store, StoreLoader loader) throws GeneralSecurityException, IOException {
        if (revocation.mode() == Revocation.Mode.NONE) {
            return StoreLoader.trustManagers(store);
        }
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors(store), new X509CertSelector());
        Set<PKIXRevocationChecker.Option> options = EnumSet.noneOf(PKIXRevocationChecker.Option.class);
        if (revocation.mode() == Revocation.Mode.SOFT) {
            options.add(PKIXRevocationChecker.Option.SOFT_FAIL);
        }
        String crlFile = revocation.crlFile();
        if (crlFile != null) {
            Collection<? extends CRL> lists = loader.revocationLists(crlFile);
            requireCurrent(crlFile, lists, Instant.now());
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(lists)));
            options.add(PKIXRevocationChecker.Option.PREFER_CRLS);
            options.add(PKIXRevocationChecker.Option.NO_FALLBACK);
        }
        PKIXRevocationChecker checker = (PKIXRevocationChecker) CertPathBuilder.getInstance(PKIX).getRevocationChecker();
        checker.setOptions(options);
        parameters.addCertPathChecker(checker);
        TrustManagerFactory factory = TrustManagerFactory.getInstance(PKIX);
        factory.init(new CertPathTrustManagerParameters(parameters));
        return factory.getTrustManagers();
    }

    private static Set<TrustAnchor> anchors(@Nullable KeyStore store) throws GeneralSecurityException {
        Set<TrustAnchor> anchors = new HashSet<>();
        for (TrustManager manager : StoreLoader.trustManagers(store)) {
            if (manager instanceof X509TrustManager trust) {
                for (X509Certificate certificate : trust.getAcceptedIssuers()) {
                    anchors.add(new TrustAnchor(certificate, null));
                }
            }
        }
        if (anchors.isEmpty()) {
            throw new KeyStoreException("The JVM trusts no certificate at all: give trustStore");
        }
        return anchors;
    }

    /** A list says until when it holds; when none does any more, nothing can be said about any certificate. */
    private void requireCurrent(String resource, Collection<? extends CRL> lists, Instant now) throws KeyStoreException {
        List<Instant> ends = lists.stream().map(list -> ((X509CRL) list).getNextUpdate())
                .map(date -> date == null ? Instant.MAX : date.toInstant()).toList();
        if (ends.stream().anyMatch(now::isBefore)) {
            return;
        }
        Instant end = ends.stream().max(Instant::compareTo).orElse(now);
        String text = "crlFile=" + resource + " is outdated: its lists held until " + end + "; fetch the present ones";
        if (revocation.mode() == Revocation.Mode.STRICT) {
            throw new KeyStoreException(text);
        }
        if (!end.equals(outdatedSince)) {
            outdatedSince = end;
            LOG.warn("{}. Until then revoked certificates are accepted (certificateRevocation=soft).", text);
        }
    }
}
