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
package io.github.camelmqttx;

import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;

/**
 * Which brokers a session connects to, how it reaches them, and how both sides prove who they are.
 */
@UriParams
public abstract class MqttxConnectionConfiguration implements Cloneable {

    @UriParam(description = "Brokers in order of preference, separated by commas: host, host:port, or with a scheme tcp, "
                            + "mqtt (TCP), ssl, tls, mqtts (TLS), ws, wss (WebSocket); schemes may be mixed. Without a "
                            + "scheme TCP is meant, or TLS if a TLS option is set. Default ports are 1883, 8883, 80 and 443. "
                            + "Required, here or in one of the synonyms brokerUrl and serverURIs.")
    private @Nullable String brokers;
    @UriParam(description = "Synonym of brokers, for routes that come from camel-paho-mqtt5.")
    private @Nullable String brokerUrl;
    @UriParam(description = "Synonym of brokers, for routes that come from camel-paho-mqtt5.")
    private @Nullable String serverURIs;
    @UriParam(label = "security", secret = true,
              description = "User name for the brokers. None by default.")
    private @Nullable String userName;
    @UriParam(label = "security", secret = true,
              description = "Password for the brokers. None by default. With MQTT 3.1 and 3.1.1 it needs userName.")
    private @Nullable String password;
    @UriParam(label = "advanced",
              description = "Path of WebSocket addresses in brokers that name none. By default /mqtt.")
    private @Nullable String webSocketPath;
    @UriParam(label = "advanced", multiValue = true, prefix = "wsHeader.",
              description = "Headers of the WebSocket upgrade request, for example wsHeader.X-Tenant=plant1.")
    private @Nullable Map<String, Object> webSocketHeaders;
    @UriParam(label = "security",
              description = "TLS settings: key and trust material, protocols, cipher suites. By default the JVM's. The "
                            + "shortcuts trustStore and keyStore are an alternative to it.")
    private @Nullable SSLContextParameters sslContextParameters;
    @UriParam(label = "security", defaultValue = "true",
              description = "Whether the certificate of a broker must be for the host that it was reached by.")
    private boolean sslHostnameVerification = true;
    @UriParam(label = "security",
              description = "Certificates to trust: a PEM, JKS or PKCS12 resource, for example file:ca.pem or "
                            + "classpath:trust.p12. By default the JVM's.")
    @Metadata(supportFileReference = true)
    private @Nullable String trustStore;
    @UriParam(label = "security", secret = true,
              description = "Password of the trustStore. None by default.")
    private @Nullable String trustStorePassword;
    @UriParam(label = "security",
              description = "Own certificate and private key, for brokers that ask for them: a PEM, JKS or PKCS12 "
                            + "resource. None by default.")
    @Metadata(supportFileReference = true)
    private @Nullable String keyStore;
    @UriParam(label = "security", secret = true,
              description = "Password of the keyStore and its key. None by default.")
    private @Nullable String keyStorePassword;
    @UriParam(label = "security",
              description = "Alias of the key in the keyStore. By default the first one that suits.")
    private @Nullable String keyAlias;
    @UriParam(label = "security", defaultValue = "false",
              description = "Accepts every certificate for every host, for tests only: anybody on the way can read and "
                            + "change all messages. Logged as a warning.")
    private boolean insecureTls = false;
    @UriParam(label = "advanced", defaultValue = "netty", enums = "netty,paho",
              description = "MQTT client library under the sessions: netty is the engine of this component; paho is Eclipse Paho, for "
                            + "comparison and as a second opinion, with the limits that the documentation lists. It needs Paho's "
                            + "libraries on the class path.")
    private String client = "netty";
    @UriParam(label = "security",
              description = "File whose content is the password, without a line end at its end, in place of password. It is read for "
                            + "each attempt to connect, so that a renewed password or token is used.")
    @Metadata(supportFileReference = true)
    private @Nullable String passwordFile;
    @UriParam(label = "security",
              description = "Bean that gives user name and password for each attempt to connect, for example a fresh token, in place "
                            + "of userName, password and passwordFile.")
    private @Nullable CredentialsProvider credentialsProvider;
    @UriParam(label = "security",
              description = "Bean for enhanced authentication: names the Authentication Method and answers what a broker asks in AUTH "
                            + "packets. MQTT 5.0 only.")
    private @Nullable EnhancedAuthentication enhancedAuthentication;
    @UriParam(label = "security",
              description = "TLS versions to offer, separated by commas, for example TLSv1.3. By default those that the JVM enables.")
    private @Nullable String tlsProtocols;
    @UriParam(label = "security",
              description = "Cipher suites to offer, by their JSSE names, separated by commas, for example TLS_AES_256_GCM_SHA384. By "
                            + "default those that the JVM enables.")
    private @Nullable String tlsCipherSuites;
    @UriParam(label = "advanced,security",
              description = "Host name sent to brokers in the TLS handshake (SNI) and expected in their certificate. By default the "
                            + "host of the broker.")
    private @Nullable String tlsServerName;
    @UriParam(label = "advanced,security",
              description = "Application protocols to offer in the TLS handshake (ALPN), separated by commas, for example mqtt. None by "
                            + "default.")
    private @Nullable String tlsAlpn;
    @UriParam(label = "advanced,security", defaultValue = "none", enums = "none,soft,strict",
              description = "Whether the certificates of brokers are checked for revocation, by crlFile if that is given, otherwise by "
                            + "OCSP and the lists that the certificates name: none does not check; soft refuses revoked ones and takes "
                            + "those whose state cannot be found out; strict refuses these too.")
    private String certificateRevocation = "none";
    @UriParam(label = "advanced,security",
              description = "Certificate revocation list, PEM or DER: a resource, for example file:ca.crl. Needs certificateRevocation "
                            + "soft or strict. None by default.")
    @Metadata(supportFileReference = true)
    private @Nullable String crlFile;
    @UriParam(label = "advanced,security", javaType = "java.time.Duration", defaultValue = "0s",
              description = "How often the files of keyStore, trustStore, crlFile and passwordFile are looked at while connected; when "
                            + "one has changed the session connects anew, after routes have ended what they have begun. 0 looks only "
                            + "when the session connects for another reason; otherwise 1 second or more.")
    private long rotationCheckInterval = 0;
    @UriParam(label = "advanced",
              description = "Proxy through which brokers are reached: http://host:port (CONNECT method) or socks5://host:port; the "
                            + "proxy resolves the brokers' host names. None by default.")
    private @Nullable String proxy;
    @UriParam(label = "advanced,security", secret = true,
              description = "User name for the proxy. None by default.")
    private @Nullable String proxyUserName;
    @UriParam(label = "advanced,security", secret = true,
              description = "Password for the proxy. None by default. Needs proxyUserName.")
    private @Nullable String proxyPassword;

    /** A copy; beans are shared. */
    public MqttxConnectionConfiguration copy() {
        try {
            MqttxConnectionConfiguration copy = (MqttxConnectionConfiguration) super.clone();
            copy.webSocketHeaders = webSocketHeaders == null ? null : new LinkedHashMap<>(webSocketHeaders);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    void addWebSocketHeaders(Map<String, Object> headers) {
        Map<String, Object> all = webSocketHeaders == null ? new LinkedHashMap<>() : new LinkedHashMap<>(webSocketHeaders);
        all.putAll(headers);
        webSocketHeaders = all;
    }

    public @Nullable String getBrokers() {
        return brokers;
    }

    public void setBrokers(@Nullable String brokers) {
        this.brokers = brokers;
    }

    public @Nullable String getBrokerUrl() {
        return brokerUrl;
    }

    public void setBrokerUrl(@Nullable String brokerUrl) {
        this.brokerUrl = brokerUrl;
    }

    public @Nullable String getServerURIs() {
        return serverURIs;
    }

    public void setServerURIs(@Nullable String serverURIs) {
        this.serverURIs = serverURIs;
    }

    public @Nullable String getUserName() {
        return userName;
    }

    public void setUserName(@Nullable String userName) {
        this.userName = userName;
    }

    public @Nullable String getPassword() {
        return password;
    }

    public void setPassword(@Nullable String password) {
        this.password = password;
    }

    public @Nullable String getWebSocketPath() {
        return webSocketPath;
    }

    public void setWebSocketPath(@Nullable String webSocketPath) {
        this.webSocketPath = webSocketPath;
    }

    public @Nullable Map<String, Object> getWebSocketHeaders() {
        return webSocketHeaders;
    }

    public void setWebSocketHeaders(@Nullable Map<String, Object> webSocketHeaders) {
        this.webSocketHeaders = webSocketHeaders;
    }

    public @Nullable SSLContextParameters getSslContextParameters() {
        return sslContextParameters;
    }

    public void setSslContextParameters(@Nullable SSLContextParameters sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }

    public boolean isSslHostnameVerification() {
        return sslHostnameVerification;
    }

    public void setSslHostnameVerification(boolean sslHostnameVerification) {
        this.sslHostnameVerification = sslHostnameVerification;
    }

    public @Nullable String getTrustStore() {
        return trustStore;
    }

    public void setTrustStore(@Nullable String trustStore) {
        this.trustStore = trustStore;
    }

    public @Nullable String getTrustStorePassword() {
        return trustStorePassword;
    }

    public void setTrustStorePassword(@Nullable String trustStorePassword) {
        this.trustStorePassword = trustStorePassword;
    }

    public @Nullable String getKeyStore() {
        return keyStore;
    }

    public void setKeyStore(@Nullable String keyStore) {
        this.keyStore = keyStore;
    }

    public @Nullable String getKeyStorePassword() {
        return keyStorePassword;
    }

    public void setKeyStorePassword(@Nullable String keyStorePassword) {
        this.keyStorePassword = keyStorePassword;
    }

    public @Nullable String getKeyAlias() {
        return keyAlias;
    }

    public void setKeyAlias(@Nullable String keyAlias) {
        this.keyAlias = keyAlias;
    }

    public boolean isInsecureTls() {
        return insecureTls;
    }

    public void setInsecureTls(boolean insecureTls) {
        this.insecureTls = insecureTls;
    }

    public String getClient() {
        return client;
    }

    public void setClient(String client) {
        this.client = client;
    }

    public @Nullable String getPasswordFile() {
        return passwordFile;
    }

    public void setPasswordFile(@Nullable String passwordFile) {
        this.passwordFile = passwordFile;
    }

    public @Nullable CredentialsProvider getCredentialsProvider() {
        return credentialsProvider;
    }

    public void setCredentialsProvider(@Nullable CredentialsProvider credentialsProvider) {
        this.credentialsProvider = credentialsProvider;
    }

    public @Nullable EnhancedAuthentication getEnhancedAuthentication() {
        return enhancedAuthentication;
    }

    public void setEnhancedAuthentication(@Nullable EnhancedAuthentication enhancedAuthentication) {
        this.enhancedAuthentication = enhancedAuthentication;
    }

    public @Nullable String getTlsProtocols() {
        return tlsProtocols;
    }

    public void setTlsProtocols(@Nullable String tlsProtocols) {
        this.tlsProtocols = tlsProtocols;
    }

    public @Nullable String getTlsCipherSuites() {
        return tlsCipherSuites;
    }

    public void setTlsCipherSuites(@Nullable String tlsCipherSuites) {
        this.tlsCipherSuites = tlsCipherSuites;
    }

    public @Nullable String getTlsServerName() {
        return tlsServerName;
    }

    public void setTlsServerName(@Nullable String tlsServerName) {
        this.tlsServerName = tlsServerName;
    }

    public @Nullable String getTlsAlpn() {
        return tlsAlpn;
    }

    public void setTlsAlpn(@Nullable String tlsAlpn) {
        this.tlsAlpn = tlsAlpn;
    }

    public String getCertificateRevocation() {
        return certificateRevocation;
    }

    public void setCertificateRevocation(String certificateRevocation) {
        this.certificateRevocation = certificateRevocation;
    }

    public @Nullable String getCrlFile() {
        return crlFile;
    }

    public void setCrlFile(@Nullable String crlFile) {
        this.crlFile = crlFile;
    }

    public long getRotationCheckInterval() {
        return rotationCheckInterval;
    }

    public void setRotationCheckInterval(long rotationCheckInterval) {
        this.rotationCheckInterval = rotationCheckInterval;
    }

    public @Nullable String getProxy() {
        return proxy;
    }

    public void setProxy(@Nullable String proxy) {
        this.proxy = proxy;
    }

    public @Nullable String getProxyUserName() {
        return proxyUserName;
    }

    public void setProxyUserName(@Nullable String proxyUserName) {
        this.proxyUserName = proxyUserName;
    }

    public @Nullable String getProxyPassword() {
        return proxyPassword;
    }

    public void setProxyPassword(@Nullable String proxyPassword) {
        this.proxyPassword = proxyPassword;
    }
}
