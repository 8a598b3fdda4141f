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
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.CRL;
import java.security.cert.CRLException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

import org.apache.camel.CamelContext;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;

/** Reads trust and key stores of any type. Messages name the option and the resource, never a password. */
final class StoreLoader {

    private static final Pattern SCHEME = Pattern.compile("^[a-zA-Z][a-zA-Z0-9+.-]+:.*");
    private static final int MAX_BYTES = 16 * 1024 * 1024;
    private static final String TRUST = "trustStore";
    private static final String KEY = "keyStore";
    private static final String CRL_FILE = "crlFile";

    private final CamelContext context;

    StoreLoader(CamelContext context) {
        this.context = context;
    }

    /** The trusted certificates, at least one. */
    KeyStore trustStore(String resource, @Nullable String password) throws GeneralSecurityException, IOException {
        String name = TRUST + "=" + resource;
        byte[] content = read(name, resource, "PEM, PKCS12 or JKS");
        KeyStore store;
        if (PemFile.isPem(content)) {
            store = emptyStore();
            int index = 0;
            for (X509Certificate certificate : PemFile.parse(name, content).certificates()) {
                store.setCertificateEntry("certificate-" + index++, certificate);
            }
        } else {
            store = load(name, TRUST, content, password);
        }
        if (store.size() == 0) {
            throw new KeyStoreException(
                    name + " has no certificate: it must hold the certificate of the authority that "
                                        + "signed the broker's certificate. A PKCS12 file needs trustStorePassword, and one made by "
                                        + "openssl has no trusted entries for Java: give the certificate as a PEM file instead");
        }
        return store;
    }

    /** @param store null for the JVM's */
    static TrustManager[] trustManagers(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** The certificate revocation lists of a PEM or DER resource, at least one. */
    Collection<? extends CRL> revocationLists(String resource) throws GeneralSecurityException, IOException {
        String name = CRL_FILE + "=" + resource;
        byte[] content = read(name, resource, "PEM or DER");
        Collection<? extends CRL> lists;
        if (PemFile.isPem(content)) {
            lists = PemFile.parse(name, content).revocationLists();
        } else {
            try {
                lists = CertificateFactory.getInstance("X.509").generateCRLs(new ByteArrayInputStream(content));
            } catch (CRLException e) {
                throw new CRLException(name + " is neither PEM nor DER, or it is damaged: fetch it again", e);
            }
        }
        if (lists.isEmpty()) {
            throw new CRLException(name + " has no certificate revocation list: give the list that the authority publishes");
        }
        return lists;
    }

    KeyManager[] keyManagers(String resource, @Nullable String password, @Nullable String alias)
            throws GeneralSecurityException, IOException {
        String name = KEY + "=" + resource;
        byte[] content = read(name, resource, "PEM, PKCS12 or JKS");
        char[] secret = password == null ? new char[0] : password.toCharArray();
        KeyStore keys = emptyStore();
        if (PemFile.isPem(content)) {
            if (alias != null) {
                throw new KeyStoreException(
                        "keyAlias=" + alias + " cannot be used with the PEM file " + name
                                            + ", which has one key without a name: remove keyAlias");
            }
            PemFile pem = PemFile.parse(name, content);
            PrivateKey key = pem.privateKey(password);
            keys.setKeyEntry("key", key, secret, PemKey.chain(name, key, pem.certificates()));
        } else {
            copyKeys(name, load(name, KEY, content, password), secret, alias, keys);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, secret);
        return factory.getKeyManagers();
    }

    private static void copyKeys(String name, KeyStore from, char[] password, @Nullable String alias, KeyStore to)
            throws GeneralSecurityException {
        List<String> aliases = new ArrayList<>();
        for (String entry : Collections.list(from.aliases())) {
            if (from.isKeyEntry(entry)) {
                aliases.add(entry);
            }
        }
        if (aliases.isEmpty()) {
            throw new KeyStoreException(
                    name + " has no private key: it must hold the client's private key and its certificate chain");
        }
        if (alias != null && aliases.stream().noneMatch(alias::equalsIgnoreCase)) {
            throw new KeyStoreException(
                    "keyAlias=" + alias + " names no private key in " + name + "; it has " + String.join(", ", aliases));
        }
        for (String entry : aliases) {
            if (alias == null || alias.equalsIgnoreCase(entry)) {
                Key key;
                try {
                    key = from.getKey(entry, password);
                } catch (UnrecoverableKeyException e) {
                    throw new UnrecoverableKeyException(
                            "The private key " + entry + " of " + name + " cannot be read with "
                                                        + "keyStorePassword: the password of the key must be that of the store");
                }
                Certificate[] chain = from.getCertificateChain(entry);
                to.setKeyEntry(entry, key, password, chain);
            }
        }
    }

    private byte[] read(String name, String resource, String kinds) throws IOException {
        try (InputStream in = open(resource)) {
            byte[] content = in.readNBytes(MAX_BYTES);
            if (content.length == 0) {
                throw new IOException(name + " is empty: give a " + kinds + " file");
            }
            return content;
        } catch (FileNotFoundException | NoSuchFileException e) {
            FileNotFoundException failure = new FileNotFoundException(
                    name + " does not exist: give the path of a file, or classpath: and the name of a resource");
            failure.initCause(e);
            throw failure;
        } catch (AccessDeniedException e) {
            throw new IOException(name + " cannot be read: this process has no permission to read it", e);
        } catch (IOException e) {
            throw e.getMessage() != null && e.getMessage().startsWith(name) ? e : new IOException(name + " cannot be read", e);
        }
    }

    private InputStream open(String resource) throws IOException {
        return SCHEME.matcher(resource).matches()
                ? ResourceHelper.resolveMandatoryResourceAsInputStream(context, resource)
                : Files.newInputStream(Path.of(resource));
    }

    private static KeyStore load(String name, String option, byte[] content, @Nullable String password)
            throws GeneralSecurityException, IOException {
        String type = isJks(content) ? "JKS" : "PKCS12";
        KeyStore store = KeyStore.getInstance(type);
        try {
            store.load(new ByteArrayInputStream(content), password == null ? null : password.toCharArray());
            return store;
        } catch (IOException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) {
                throw new KeyStoreException(
                        name + " cannot be opened: " + option + "Password is " + (password == null ? "missing" : "wrong"), e);
            }
            throw new KeyStoreException(name + " is neither PEM nor PKCS12 nor JKS, or it is damaged: convert it to PEM", e);
        }
    }

    private static boolean isJks(byte[] content) {
        return content.length > 4 && (content[0] & 0xFF) == 0xFE && (content[1] & 0xFF) == 0xED
                && (content[2] & 0xFF) == 0xFE && (content[3] & 0xFF) == 0xED;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
