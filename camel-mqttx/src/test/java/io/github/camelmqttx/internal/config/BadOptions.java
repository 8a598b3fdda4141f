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
package io.github.camelmqttx.internal.config;

import java.util.List;
import java.util.stream.Stream;

import static java.util.function.UnaryOperator.identity;

/**
 * The table of impossible values: at least one row for each option, as it stands in a URI. {@code BadOptionsTest} fails
 * for an option without a row.
 */
final class BadOptions {

    /** Endpoints on which the mistake is one. */
    enum Role {
        BOTH,
        CONSUMER,
        PRODUCER,
        /** Found by Camel when the value is bound, so that neither consumer nor producer is made. */
        BINDING
    }

    /**
     * @param option the option that the row is for
     * @param query  the options of the URI; brokers=h is added if they have none
     * @param said   what the message must contain
     */
    record Row(String option, String query, Role role, String said) {

        @Override
        public String toString() {
            return option + ": " + query;
        }
    }

    private BadOptions() {
    }

    static List<Row> rows() {
        return Stream.of(
                brokersAndSession(), times(), limits(), outbox(), credentials(), tls(), addressing(), will(), consumers(),
                producers(), paho(),
                beansAndBooleans())
                .flatMap(identity()).toList();
    }

    private static Row row(String option, String query, String said) {
        return new Row(option, query, Role.BOTH, said);
    }

    private static Row consumer(String option, String query, String said) {
        return new Row(option, query, Role.CONSUMER, said);
    }

    private static Row producer(String option, String query, String said) {
        return new Row(option, query, Role.PRODUCER, said);
    }

    private static Row binding(String option, String value) {
        return new Row(option, option + "=" + value, Role.BINDING, value.replace("#", ""));
    }

    private static Row binding(String option, String value, String said) {
        return new Row(option, option + "=" + value, Role.BINDING, option + "=" + value + " is " + said);
    }

    private static Stream<Row> brokersAndSession() {
        return Stream.of(
                row("brokers", "brokers= ", "brokers is empty: name at least one broker"),
                row("brokers", "brokers=http://h", "unknown scheme"),
                row("brokers", "brokers=h,,i", "empty"),
                row("brokers", "brokers=h:0", "1 to 65535"),
                row("brokers", "brokers=h:70000", "1 to 65535"),
                row("brokers", "brokers=RAW(tcp://u:s3cr3t@h)", "user info is not accepted"),
                row("brokerUrl", "brokerUrl=i",
                        "brokers and brokerUrl are synonyms, but have different values: keep brokers only"),
                row("serverURIs", "serverURIs=i", "brokers and serverURIs are synonyms"),
                row("cleanStart", "cleanStart=false&clientId=c", "cleanStart=false has no effect with sessionExpiryInterval=0"),
                row("cleanStart", "cleanStart=false&sessionExpiryInterval=1h", "cleanStart=false needs a Client Identifier"),
                row("cleanStart", "cleanStart=false&mqttVersion=3.1.1", "cleanStart=false needs a Client Identifier"),
                row("clientId", "clientId=RAW( )", "clientId is empty"),
                row("clientId", "clientId=c&clientIdPrefix=p", "clientId and clientIdPrefix exclude each other"),
                row("clientId", "mqttVersion=3.1&clientId=123456789012345678901234", "clientId has 24 bytes of UTF-8"),
                row("clientIdPrefix", "mqttVersion=3.1&clientIdPrefix=12345678901234567890", "clientIdPrefix has 20 bytes"),
                row("clientIdGenerator", "clientIdGenerator=#generator&clientId=c", "clientId and clientIdGenerator exclude"),
                row("clientIdGenerator", "clientIdGenerator=#generator&clientIdPrefix=p",
                        "clientIdPrefix and clientIdGenerator"),
                row("mqttVersion", "mqttVersion=4", "mqttVersion=4 is unknown: use auto, 5, 3.1.1, 3.1"),
                row("sessionExpiryInterval", "sessionExpiryInterval=soon", "sessionExpiryInterval=soon is not a duration"),
                row("sessionExpiryInterval", "sessionExpiryInterval=-1", "sessionExpiryInterval=-1 is negative"),
                row("sessionExpiryInterval", "sessionExpiryInterval=600000", "did you mean sessionExpiryInterval=600000s?"),
                row("sessionExpiryInterval", "sessionExpiryInterval=1500ms", "whole seconds"),
                row("sessionExpiryInterval", "sessionExpiryInterval=4294967295s", "use up to 4294967294s, or never"),
                row("sessionExpiryInterval", "sessionExpiryInterval=1h", "sessionExpiryInterval=1h needs a Client Identifier"),
                row("sessionExpiryInterval", "sessionExpiryInterval=1h&clientId=c&mqttVersion=3.1.1",
                        "sessionExpiryInterval needs MQTT 5.0, but mqttVersion=3.1.1"),
                row("sessionSharing", "sessionSharing=maybe", "sessionSharing=maybe is unknown: use auto, always, never"),
                row("takeoverPolicy", "takeoverPolicy=fight", "takeoverPolicy=fight is unknown: use backoff, stop, suffix"),
                row("takeoverPolicy", "takeoverPolicy=suffix&clientId=c&cleanStart=false&sessionExpiryInterval=1h",
                        "takeoverPolicy=suffix changes the Client Identifier"),
                row("failover", "failover=never", "failover=never is unknown: use ordered, roundRobin, random"),
                row("followServerReference", "followServerReference=true&mqttVersion=3.1.1",
                        "followServerReference needs MQTT 5.0"),
                row("unrouted", "unrouted=drop", "unrouted=drop is unknown: use hold, deadLetter, acknowledge"),
                row("unrouted", "unrouted=deadLetter", "unrouted=deadLetter needs deadLetterTopic"),
                row("deadLetterTopic", "deadLetterTopic=d", "deadLetterTopic has no effect with unrouted=hold"),
                row("deadLetterTopic", "deadLetterTopic=d/%23&unrouted=deadLetter", "d/#"),
                row("deadLetterTopic", "deadLetterTopic={topic}&unrouted=deadLetter", "add a level"));
    }

    private static Stream<Row> times() {
        return Stream.of(
                row("connectionTimeout", "connectionTimeout=0",
                        "connectionTimeout=0 milliseconds is too short: use 100 or more"),
                row("connectionTimeout", "connectionTimeout=30", "did you mean 30s?"),
                row("keepAliveInterval", "keepAliveInterval=60", "did you mean keepAliveInterval=60s?"),
                row("keepAliveInterval", "keepAliveInterval=-1000", "keepAliveInterval=-1000 is negative"),
                row("keepAliveInterval", "keepAliveInterval=65536s", "keepAliveInterval=65536s is too long: use up to 65535s"),
                row("failbackDelay", "failbackDelay=-1", "failbackDelay=-1 is too small"),
                row("reconnectDelay", "reconnectDelay=0", "reconnectDelay=0 is too small: use 1 or more"),
                row("reconnectMaxDelay", "reconnectMaxDelay=10", "reconnectMaxDelay=10 is less than reconnectDelay=1000"),
                row("idleTimeout", "idleTimeout=-1", "idleTimeout=-1 is too small"),
                binding("connectionTimeout", "soon", "not a duration: write for example 500ms, 30s"),
                binding("connectionTimeout", "1s30m", "not a duration"),
                binding("keepAliveInterval", "5S", "not a duration"),
                binding("keepAliveInterval", "never", "not a duration"),
                binding("keepAliveInterval", "-5s", "not a duration"),
                binding("publishTimeout", "5x", "not a duration"),
                binding("failbackDelay", "1.5s", "not a duration"),
                binding("outboxMaxAge", "999999999999d", "not a duration"),
                binding("idleTimeout", "1h30", "not a duration"));
    }

    private static Stream<Row> limits() {
        return Stream.of(
                row("qos", "qos=3", "qos=3 is out of range: use 0 to 2"),
                row("qos", "qos=-1", "qos=-1 is out of range: use 0 to 2"),
                binding("qos", "twice", "not a whole number: write digits only"),
                binding("qos", "1s", "not a whole number"),
                binding("qos", "4294967297", "out of range"),
                binding("reconnectMaxAttempts", "many", "not a whole number"),
                binding("receiveBufferBytes", "64k", "not a whole number"),
                binding("outboxMaxBytes", "9223372036854775808", "out of range"),
                row("sessionExpiryInterval", "sessionExpiryInterval=7D", "sessionExpiryInterval=7D is not a duration"),
                row("receiveMaximum", "receiveMaximum=0", "receiveMaximum=0 is out of range: use 1 to 65535"),
                row("receiveMaximum", "receiveMaximum=65536", "receiveMaximum=65536 is out of range"),
                row("maxInflight", "maxInflight=0", "maxInflight=0 is out of range: use 1 to 65535"),
                row("maxInflight", "maxInflight=65536", "maxInflight=65536 is out of range"),
                row("maximumPacketSize", "maximumPacketSize=127",
                        "maximumPacketSize=127 is out of range: use 128 to 268435456"),
                row("maximumPacketSize", "maximumPacketSize=268435457", "maximumPacketSize=268435457 is out of range"),
                row("receiveBufferMessages", "receiveBufferMessages=0", "receiveBufferMessages=0 is too small: use 1 or more"),
                row("receiveBufferBytes", "receiveBufferBytes=0", "receiveBufferBytes=0 is too small: use 1 or more"),
                row("reconnectMaxAttempts", "reconnectMaxAttempts=-1", "reconnectMaxAttempts=-1 is too small"));
    }

    private static Stream<Row> outbox() {
        return Stream.of(
                row("outbox", "outbox=disk", "outbox=disk is unknown: use memory, file, none"),
                row("outbox", "outbox=file&clientId=c", "outbox=file needs outboxDirectory"),
                row("outbox", "outbox=file&outboxDirectory=d", "outbox=file needs clientId"),
                row("outboxDirectory", "outboxDirectory=d", "outboxDirectory has no effect with outbox=memory"),
                row("outboxDirectory", "outbox=file&clientId=c&outboxDirectory=RAW( )", "outbox=file needs outboxDirectory"),
                row("outboxCompletion", "outboxCompletion=later",
                        "outboxCompletion=later is unknown: use stored, acknowledged"),
                producer("outboxCompletion", "outboxCompletion=acknowledged",
                        "outboxCompletion has no effect with outbox=memory"),
                row("outboxOverflow", "outboxOverflow=drop", "outboxOverflow=drop is unknown: use block, fail, dropOldest,"),
                row("outboxSync", "outboxSync=always", "outboxSync=always is unknown: use commit, interval, none"),
                row("outboxSync", "outboxSync=none", "outboxSync has no effect with outbox=memory"),
                row("outboxSyncInterval", "outboxSyncInterval=0", "outboxSyncInterval=0 is too small: use 1 or more"),
                row("outboxMaxAge", "outboxMaxAge=-1", "outboxMaxAge=-1 is too small"),
                row("outboxMaxMessages", "outboxMaxMessages=0", "outboxMaxMessages=0 is too small: use 1 or more"),
                row("outboxMaxBytes", "outboxMaxBytes=0", "outboxMaxBytes=0 is too small: use 1 or more"));
    }

    private static Stream<Row> credentials() {
        return Stream.of(
                row("userName", "password=s3cr3t&mqttVersion=3.1.1", "password is given without userName"),
                row("userName", "userName=u&credentialsProvider=#credentials", "credentialsProvider and userName exclude each"),
                row("password", "password=s3cr3t&mqttVersion=3.1", "MQTT 3.1 does not allow [MQTT-3.1.2-22]: add userName"),
                row("password", "password=s3cr3t&passwordFile=f", "password and passwordFile exclude each other"),
                row("passwordFile", "passwordFile=nowhere/token", "does not exist: create it, or correct the name"),
                row("passwordFile", "passwordFile=f&mqttVersion=3.1.1", "passwordFile is given without userName"),
                row("credentialsProvider", "credentialsProvider=#credentials&userName=u&password=s3cr3t&passwordFile=f",
                        "credentialsProvider and userName, password, passwordFile exclude each other"),
                row("enhancedAuthentication", "enhancedAuthentication=#nameless", "the bean names no Authentication Method"),
                row("enhancedAuthentication", "enhancedAuthentication=#scram&mqttVersion=3.1.1",
                        "enhancedAuthentication needs MQTT 5.0"),
                row("enhancedAuthentication", "enhancedAuthentication=#scram&client=paho",
                        "enhancedAuthentication is not possible with client=paho"),
                row("rotationCheckInterval", "rotationCheckInterval=999", "use 0, or 1000 or more milliseconds"),
                row("rotationCheckInterval", "rotationCheckInterval=-1000", "rotationCheckInterval=-1000 is out of range"),
                row("rotationCheckInterval", "rotationCheckInterval=30s&tlsProtocols=TLSv1.3", "there is no file to look at"));
    }

    private static Stream<Row> paho() {
        return Stream.of(
                row("client", "client=hivemq", "client=hivemq is unknown: use netty, paho"),
                row("client", "client=paho&outbox=file&outboxDirectory=d&clientId=c",
                        "outbox=file is not possible with client=paho"),
                row("client", "client=paho&proxy=http://p:3128", "proxy is not possible with client=paho"),
                row("client", "client=paho&followServerReference=true",
                        "followServerReference=true is not possible with client=paho"),
                row("client", "client=paho&mqttVersion=3.1.1&maximumPacketSize=1000",
                        "maximumPacketSize is not possible with client=paho"),
                new Row("client", "client=paho&qos=2", Role.CONSUMER, "ackMode=onCompletion is not possible for QoS 2"),
                new Row(
                        "client", "client=paho&qos=2&clientId=c&cleanStart=false&sessionExpiryInterval=1h", Role.PRODUCER,
                        "qos=2 is not possible with client=paho and cleanStart=false"));
    }

    private static Stream<Row> tls() {
        return Stream.of(
                row("sslContextParameters", "sslContextParameters=#ssl&brokers=tcp://h", "TLS options are set, but no broker"),
                row("sslContextParameters",
                        "sslContextParameters=#ssl&trustStore=file:ca.pem&tlsProtocols=TLSv1.3&insecureTls=true",
                        "sslContextParameters and trustStore, insecureTls, tlsProtocols exclude each other"),
                row("sslHostnameVerification", "sslHostnameVerification=false&brokers=tcp://h", "TLS options are set"),
                row("trustStore", "trustStore=file:ca.pem&brokers=ws://h", "TLS options are set"),
                row("trustStore", "trustStore=RAW( )", "trustStore is empty: name a file or a resource"),
                row("trustStorePassword", "trustStorePassword=s3cr3t", "trustStorePassword is given without trustStore"),
                row("keyStore", "keyStore=file:key.p12&brokers=tcp://h", "TLS options are set"),
                row("keyStore", "keyStore=RAW( )", "keyStore is empty"),
                row("keyStorePassword", "keyStorePassword=s3cr3t", "keyStorePassword is given without keyStore"),
                row("keyAlias", "keyAlias=a", "keyAlias is given without keyStore"),
                row("insecureTls", "insecureTls=true&trustStore=file:ca.pem", "insecureTls=true trusts every certificate"),
                row("insecureTls", "insecureTls=true&certificateRevocation=soft", "certificateRevocation=soft has no effect"),
                row("insecureTls", "insecureTls=true&brokers=tcp://h", "TLS options are set"),
                row("tlsProtocols", "tlsProtocols=TLS1.3", "TLS1.3 is not a TLS version that this JVM supports: use TLSv1.3"),
                row("tlsProtocols", "tlsProtocols=TLSv1.3,,TLSv1.2", "tlsProtocols has an empty element"),
                row("tlsProtocols", "tlsProtocols=TLSv1.1", "TLSv1.1 is turned off in this JVM"),
                row("tlsCipherSuites", "tlsCipherSuites=AES",
                        "tlsCipherSuites: AES is not a cipher suite that this JVM supports"),
                row("tlsCipherSuites", "tlsProtocols=TLSv1.2&tlsCipherSuites=TLS_AES_256_GCM_SHA384",
                        "has no cipher suite for"),
                row("tlsServerName", "tlsServerName=mqtts://b", "tlsServerName=mqtts://b is not a host name"),
                row("tlsServerName", "tlsServerName=10.0.0.1", "tlsServerName=10.0.0.1 is not a host name"),
                row("tlsAlpn", "tlsAlpn=mqtt,,x", "tlsAlpn=mqtt,,x has an element of 0 bytes"),
                row("certificateRevocation", "certificateRevocation=hard",
                        "certificateRevocation=hard is unknown: use none, soft"),
                row("crlFile", "crlFile=file:ca.crl", "crlFile has no effect with certificateRevocation=none"),
                row("crlFile", "crlFile=RAW( )&certificateRevocation=soft", "crlFile is empty"));
    }

    private static Stream<Row> addressing() {
        return Stream.of(
                row("webSocketPath", "webSocketPath=mqtt&brokers=ws://h", "webSocketPath=mqtt must begin with a slash"),
                row("webSocketPath", "webSocketPath=/mqtt", "webSocketPath has no effect, because no broker"),
                row("webSocketHeaders", "wsHeader.X-Tenant=s3cr3t", "wsHeader. has no effect, because no broker"),
                row("proxy", "proxy=ftp://p:21", "Invalid proxy 'ftp://p:21'"),
                row("proxy", "proxy=http://p", "Invalid proxy 'http://p'"),
                row("proxy", "proxy=socks5://p:99999", "Invalid proxy 'socks5://p:99999'"),
                row("proxy", "proxy=RAW(http://u:s3cr3t@p:3128)", "Invalid proxy"),
                row("proxyUserName", "proxyUserName=u", "proxyUserName is given without proxy"),
                row("proxyUserName", "proxyUserName=a:b&proxy=http://p:3128", "proxyUserName has a colon"),
                row("proxyUserName", "proxyUserName=&proxy=http://p:3128", "proxyUserName is empty"),
                row("proxyPassword", "proxyPassword=s3cr3t", "proxyPassword is given without proxy"),
                row("proxyPassword", "proxyPassword=s3cr3t&proxy=socks5://p:1080",
                        "proxyPassword is given without proxyUserName"),
                row("proxyPassword", "proxyPassword=s3cr3t%C3%A9&proxyUserName=u&proxy=socks5://p:1080",
                        "proxyPassword has other"));
    }

    private static Stream<Row> will() {
        String before5 = "&willTopic=w&mqttVersion=3.1.1";
        return Stream.of(
                row("willTopic", "willTopic=a/%23", "willTopic: Invalid topic 'a/#'"),
                row("willTopic", "willTopic=", "willTopic: "),
                row("willPayload", "willPayload=gone", "willPayload is given without willTopic"),
                row("willQos", "willQos=3&willTopic=w", "willQos=3 is out of range: use 0 to 2"),
                row("willQos", "willQos=2", "willQos is given without willTopic"),
                row("willRetained", "willRetained=true", "willRetained is given without willTopic"),
                row("willDelayInterval", "willDelayInterval=5s", "willDelayInterval is given without willTopic"),
                row("willDelayInterval", "willDelayInterval=5&willTopic=w", "did you mean willDelayInterval=5s?"),
                row("willDelayInterval", "willDelayInterval=5s" + before5, "willDelayInterval needs MQTT 5.0"),
                row("willMessageExpiryInterval", "willMessageExpiryInterval=5s", "willMessageExpiryInterval is given without"),
                row("willMessageExpiryInterval", "willMessageExpiryInterval=5&willTopic=w",
                        "did you mean willMessageExpiryInterval=5s"),
                row("willMessageExpiryInterval", "willMessageExpiryInterval=5s" + before5,
                        "willMessageExpiryInterval needs MQTT 5.0"),
                row("willContentType", "willContentType=text/plain", "willContentType is given without willTopic"),
                row("willContentType", "willContentType=text/plain" + before5, "willContentType needs MQTT 5.0"),
                row("willPayloadFormatIndicator", "willPayloadFormatIndicator=true",
                        "willPayloadFormatIndicator is given without"),
                row("willPayloadFormatIndicator", "willPayloadFormatIndicator=true" + before5,
                        "willPayloadFormatIndicator needs MQTT"),
                row("willResponseTopic", "willResponseTopic=r", "willResponseTopic is given without willTopic"),
                row("willResponseTopic", "willResponseTopic=r/%23&willTopic=w", "willResponseTopic: Invalid topic 'r/#'"),
                row("willResponseTopic", "willResponseTopic=r" + before5, "willResponseTopic needs MQTT 5.0"),
                row("willCorrelationData", "willCorrelationData=1", "willCorrelationData is given without willTopic"),
                row("willCorrelationData", "willCorrelationData=1" + before5, "willCorrelationData needs MQTT 5.0"),
                row("willUserProperties", "willUserProperty.plant=7", "willUserProperty is given without willTopic"),
                row("willUserProperties", "willUserProperty.plant=7" + before5, "willUserProperty needs MQTT 5.0"));
    }

    private static Stream<Row> consumers() {
        return Stream.of(
                consumer("ackMode", "ackMode=later", "ackMode=later is unknown: use onCompletion, onReceive, manual"),
                consumer("concurrency", "concurrency=0", "concurrency=0 is out of range: use 1 to 1024"),
                consumer("concurrency", "concurrency=1025", "concurrency=1025 is out of range"),
                row("onFailure", "onFailure=retry", "onFailure=retry is unknown: use acknowledge, deadLetter, redeliver, stop"),
                consumer("onFailure", "onFailure=stop&ackMode=manual", "onFailure=stop needs ackMode=onCompletion"),
                consumer("onFailure", "onFailure=redeliver", "onFailure=redeliver needs a session that the brokers keep"),
                row("onFailure", "onFailure=deadLetter", "onFailure=deadLetter needs deadLetterTopic"),
                consumer("maximumRedeliveries", "maximumRedeliveries=0", "maximumRedeliveries=0 is too small: use 1 or more"),
                consumer("redeliveryDelay", "redeliveryDelay=-1", "redeliveryDelay=-1 is too small"),
                consumer("canaryInterval", "canaryInterval=-1", "canaryInterval=-1 is too small"),
                consumer("canaryInterval", "canaryInterval=1m&noLocal=true",
                        "canaryInterval and noLocal=true exclude each other"),
                consumer("canaryTimeout", "canaryInterval=5s",
                        "canaryTimeout=10000 milliseconds must be 100 or more and at most"),
                consumer("canaryTimeout", "canaryInterval=1m&canaryTimeout=10",
                        "canaryTimeout=10 milliseconds must be 100 or more"),
                consumer("noLocal", "noLocal=true&mqttVersion=3.1.1", "noLocal=true needs MQTT 5.0"),
                consumer("noLocal", "noLocal=true&sharedGroup=g", "noLocal=true is not allowed for the Shared Subscription"),
                consumer("subscriptions", "subscriptions=#noFilters", "subscriptions is an empty collection"),
                consumer("subscriptions", "subscriptions=#badFilters",
                        "subscriptions: it contains an instance of java.lang.Integer"),
                consumer("subscriptions", "subscriptions=#twice", "the filter a is given twice with different options"),
                consumer("sharedGroup", "sharedGroup=RAW(a+b)", "share name"),
                consumer("retainAsPublished", "retainAsPublished=true&mqttVersion=3.1.1",
                        "retainAsPublished=true needs MQTT 5.0"),
                consumer("retainHandling", "retainHandling=2",
                        "retainHandling=2 is unknown: use sendRetained, onlyIfNew, doNotSend"),
                consumer("retainHandling", "retainHandling=onlyIfNew&mqttVersion=3.1",
                        "retainHandling=onlyIfNew needs MQTT 5.0"));
    }

    private static Stream<Row> producers() {
        return Stream.of(
                producer("poolSize", "poolSize=0", "poolSize=0 is out of range: use 1 to 64"),
                producer("poolSize", "poolSize=65", "poolSize=65 is out of range"),
                producer("poolSize", "poolSize=2&clientId=c", "poolSize=2 needs as many Client Identifiers"),
                producer("publishTimeout", "publishTimeout=-1", "publishTimeout=-1 is too small"),
                consumer("retained", "retained=true", "retained is an option of producers (to): remove it from this consumer"));
    }

    private static Stream<Row> beansAndBooleans() {
        Stream<Row> beans = Stream.of(
                "clientIdGenerator", "headerFilterStrategy", "sslContextParameters", "exceptionHandler", "credentialsProvider",
                "enhancedAuthentication", "subscriptions")
                .map(option -> binding(option, "#nobody"));
        Stream<Row> booleans = Stream.of(
                "cleanStart", "testConnectionOnStartup", "willRetained", "bridgeErrorHandler", "lazyStartProducer", "retained",
                "noLocal", "retainAsPublished", "sslHostnameVerification", "insecureTls", "followServerReference",
                "willPayloadFormatIndicator")
                .map(option -> binding(option, "perhaps"));
        return Stream.of(beans, booleans, Stream.of(binding("exchangePattern", "sideways"))).flatMap(identity());
    }
}
