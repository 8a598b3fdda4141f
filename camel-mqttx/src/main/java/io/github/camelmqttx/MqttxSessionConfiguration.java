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

import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/**
 * The options that describe a session: as whom it connects, how long it lasts, and what it does when the connection is
 * lost. Durations are milliseconds.
 * <p>
 * Not safe for use by several threads while it is changed.
 */
@UriParams
public abstract class MqttxSessionConfiguration extends MqttxConnectionConfiguration {

    @UriParam(defaultValue = "auto", enums = "auto,5,3.1.1,3.1",
              description = "MQTT version to offer. With auto it is 5.0, then 3.1.1, then 3.1 if the broker refuses; what "
                            + "a broker took is remembered.")
    private String mqttVersion = "auto";
    @UriParam(description = "Client Identifier, unique among all clients of the brokers. Endpoints with the same one share "
                            + "a session. Without it each session gets a random one, and a broker cannot keep messages for "
                            + "it over a restart.")
    private @Nullable String clientId;
    @UriParam(label = "advanced",
              description = "Begin of random Client Identifiers, followed by a hyphen and random letters and digits. "
                            + "Ignored by a clientIdGenerator; not together with clientId.")
    private @Nullable String clientIdPrefix;
    @UriParam(label = "advanced",
              description = "Bean that makes the Client Identifier of each session without clientId.")
    private @Nullable ClientIdGenerator clientIdGenerator;
    @UriParam(defaultValue = "true",
              description = "Whether the session begins anew (Clean Start, Clean Session) instead of resuming what a "
                            + "broker has kept for the Client Identifier. Set it to false, with clientId and "
                            + "sessionExpiryInterval, to receive messages sent while this application was down.")
    private boolean cleanStart = true;
    @UriParam(defaultValue = "0",
              description = "How long brokers keep session, subscriptions and messages after a connection has ended: a "
                            + "duration of whole seconds with a unit, such as 7d, up to 4294967294s, or never. 0 ends the session "
                            + "with its connection. MQTT 5.0 only; earlier versions keep it without limit if cleanStart is false.")
    private String sessionExpiryInterval = "0";
    @UriParam(javaType = "java.time.Duration", defaultValue = "30s",
              description = "Longest time of one attempt to connect to one broker (name look-up, TCP, TLS, WebSocket and "
                            + "CONNACK), and how long the start of a route waits for its subscriptions. 100 milliseconds or "
                            + "more; 0 is not allowed.")
    private long connectionTimeout = 30_000;
    @UriParam(javaType = "java.time.Duration", defaultValue = "60s",
              description = "Keep Alive: longest silence on a connection before it is probed, and it counts as lost after "
                            + "half as much again. Whole seconds up to 65535s; 0 turns it off, so that a half-open "
                            + "connection may go unnoticed.")
    private long keepAliveInterval = 60_000;
    @UriParam(label = "advanced", defaultValue = "1000",
              description = "How many QoS 1 and 2 messages a broker may send before the first of them is acknowledged, 1 "
                            + "to 65535; 0 is not allowed. MQTT 5.0 only.")
    private int receiveMaximum = 1000;
    @UriParam(label = "advanced", defaultValue = "33554432",
              description = "Largest packet accepted from a broker, in bytes, 128 to 268435456; 0 is not allowed.")
    private int maximumPacketSize = 33_554_432;
    @UriParam(label = "advanced", defaultValue = "1000",
              description = "How many QoS 1 and 2 publishes are sent before the first of them is acknowledged, 1 to 65535, "
                            + "lowered to the broker's Receive Maximum; 0 is not allowed.")
    private int maxInflight = 1000;
    @UriParam(defaultValue = "ordered", enums = "ordered,roundRobin,random",
              description = "Order in which brokers are tried: ordered as listed with the first one preferred, roundRobin "
                            + "from the one after the last, random.")
    private String failover = "ordered";
    @UriParam(label = "advanced", javaType = "java.time.Duration", defaultValue = "60s",
              description = "How long a session stays with another broker before it returns to the preferred one, once "
                            + "that can be reached; ordered failover only. 0 never returns.")
    private long failbackDelay = 60_000;
    @UriParam(label = "advanced", javaType = "java.time.Duration", defaultValue = "1s",
              description = "Delay after a round in which all brokers failed; doubled after each further one, with jitter. "
                            + "1 millisecond or more; 0 is not allowed.")
    private long reconnectDelay = 1000;
    @UriParam(label = "advanced", javaType = "java.time.Duration", defaultValue = "30s",
              description = "Upper bound of the delay between rounds, not less than reconnectDelay; 0 is not allowed.")
    private long reconnectMaxDelay = 30_000;
    @UriParam(label = "advanced", defaultValue = "0",
              description = "Rounds over the broker list before giving up, after which consumers stop their route and "
                            + "publishes fail. 0 tries for ever.")
    private int reconnectMaxAttempts = 0;
    @UriParam(label = "advanced", javaType = "java.time.Duration", defaultValue = "5m",
              description = "How long a session stays connected that no endpoint uses any more, or only endpoints of toD "
                            + "and of ProducerTemplates that have published nothing for so long. 0 closes it at once, or after a "
                            + "second.")
    private long idleTimeout = 300_000;
    @UriParam(label = "advanced", defaultValue = "auto", enums = "auto,always,never",
              description = "Who shares a session (one connection, one Client Identifier): auto lets producers with equal "
                            + "settings and all endpoints with the same clientId share it, and gives each other consumer its "
                            + "own; always shares among all with equal settings; never shares.")
    private String sessionSharing = "auto";
    @UriParam(defaultValue = "false",
              description = "Whether a route fails to start if no broker can be reached or a subscription is refused. By "
                            + "default that is logged, and the session goes on trying in the background.")
    private boolean testConnectionOnStartup = false;
    @UriParam(description = "Topic Name of the Will Message, which a broker publishes when the connection is lost without "
                            + "DISCONNECT. No Will Message by default.")
    private @Nullable String willTopic;
    @UriParam(description = "Payload of the Will Message, sent as UTF-8. Empty by default. Needs willTopic.")
    private @Nullable String willPayload;
    @UriParam(label = "advanced", defaultValue = "1",
              description = "QoS of the Will Message, 0 to 2.")
    private int willQos = 1;
    @UriParam(label = "advanced", defaultValue = "false",
              description = "Whether brokers retain the Will Message.")
    private boolean willRetained = false;
    @UriParam(label = "advanced", javaType = "java.time.Duration", defaultValue = "0s",
              description = "How long a broker waits before it publishes the Will Message: whole seconds up to "
                            + "4294967295s; 0 publishes at once. MQTT 5.0 only. Needs willTopic.")
    private long willDelayInterval = 0;
    @UriParam(label = "advanced",
              description = "Content Type of the Will Message. MQTT 5.0 only. Needs willTopic.")
    private @Nullable String willContentType;
    @UriParam(label = "advanced", defaultValue = "false",
              description = "Whether the Payload Format Indicator of the Will Message says that its payload is UTF-8. MQTT 5.0 only. "
                            + "Needs willTopic.")
    private boolean willPayloadFormatIndicator = false;
    @UriParam(label = "advanced", javaType = "java.time.Duration", defaultValue = "0s",
              description = "Message Expiry Interval of the Will Message: whole seconds up to 4294967295s; 0 lets it not expire. MQTT "
                            + "5.0 only. Needs willTopic.")
    private long willMessageExpiryInterval = 0;
    @UriParam(label = "advanced",
              description = "Response Topic of the Will Message. MQTT 5.0 only. Needs willTopic.")
    private @Nullable String willResponseTopic;
    @UriParam(label = "advanced",
              description = "Correlation Data of the Will Message, sent as UTF-8. MQTT 5.0 only. Needs willTopic.")
    private @Nullable String willCorrelationData;
    @UriParam(label = "advanced", multiValue = true, prefix = "willUserProperty.",
              description = "User Properties of the Will Message, for example willUserProperty.plant=7. MQTT 5.0 only. Needs willTopic.")
    private @Nullable Map<String, Object> willUserProperties;
    @UriParam(label = "advanced,security", defaultValue = "false",
              description = "Whether the session goes to the broker that a broker names as Server Reference when it refuses or "
                            + "ends a connection with Reason Code 0x9C (use another server) or 0x9D (server moved). Such a "
                            + "broker gets the credentials, so allow it only if you trust the brokers to name others. MQTT "
                            + "5.0 only.")
    private boolean followServerReference = false;
    @UriParam(label = "advanced", defaultValue = "backoff", enums = "backoff,stop,suffix",
              description = "What a session does when another client takes its Client Identifier again and again: backoff "
                            + "connects again after reconnectMaxDelay; stop gives up, which stops its routes and fails its "
                            + "publishes; suffix goes on with a Client Identifier of its own (the old one, a hyphen and "
                            + "random letters and digits), only without a session that brokers keep.")
    private String takeoverPolicy = "backoff";

    @Override
    public MqttxSessionConfiguration copy() {
        MqttxSessionConfiguration copy = (MqttxSessionConfiguration) super.copy();
        copy.willUserProperties = willUserProperties == null ? null : new LinkedHashMap<>(willUserProperties);
        return copy;
    }

    void addWillUserProperties(Map<String, Object> properties) {
        Map<String, Object> all = willUserProperties == null ? new LinkedHashMap<>() : new LinkedHashMap<>(willUserProperties);
        all.putAll(properties);
        willUserProperties = all;
    }

    public String getMqttVersion() {
        return mqttVersion;
    }

    public void setMqttVersion(String mqttVersion) {
        this.mqttVersion = mqttVersion;
    }

    public @Nullable String getClientId() {
        return clientId;
    }

    public void setClientId(@Nullable String clientId) {
        this.clientId = clientId;
    }

    public @Nullable String getClientIdPrefix() {
        return clientIdPrefix;
    }

    public void setClientIdPrefix(@Nullable String clientIdPrefix) {
        this.clientIdPrefix = clientIdPrefix;
    }

    public @Nullable ClientIdGenerator getClientIdGenerator() {
        return clientIdGenerator;
    }

    public void setClientIdGenerator(@Nullable ClientIdGenerator clientIdGenerator) {
        this.clientIdGenerator = clientIdGenerator;
    }

    public boolean isCleanStart() {
        return cleanStart;
    }

    public void setCleanStart(boolean cleanStart) {
        this.cleanStart = cleanStart;
    }

    public String getSessionExpiryInterval() {
        return sessionExpiryInterval;
    }

    public void setSessionExpiryInterval(String sessionExpiryInterval) {
        this.sessionExpiryInterval = sessionExpiryInterval;
    }

    public long getConnectionTimeout() {
        return connectionTimeout;
    }

    public void setConnectionTimeout(long connectionTimeout) {
        this.connectionTimeout = connectionTimeout;
    }

    public long getKeepAliveInterval() {
        return keepAliveInterval;
    }

    public void setKeepAliveInterval(long keepAliveInterval) {
        this.keepAliveInterval = keepAliveInterval;
    }

    public int getReceiveMaximum() {
        return receiveMaximum;
    }

    public void setReceiveMaximum(int receiveMaximum) {
        this.receiveMaximum = receiveMaximum;
    }

    public int getMaximumPacketSize() {
        return maximumPacketSize;
    }

    public void setMaximumPacketSize(int maximumPacketSize) {
        this.maximumPacketSize = maximumPacketSize;
    }

    public int getMaxInflight() {
        return maxInflight;
    }

    public void setMaxInflight(int maxInflight) {
        this.maxInflight = maxInflight;
    }

    public String getFailover() {
        return failover;
    }

    public void setFailover(String failover) {
        this.failover = failover;
    }

    public long getFailbackDelay() {
        return failbackDelay;
    }

    public void setFailbackDelay(long failbackDelay) {
        this.failbackDelay = failbackDelay;
    }

    public long getReconnectDelay() {
        return reconnectDelay;
    }

    public void setReconnectDelay(long reconnectDelay) {
        this.reconnectDelay = reconnectDelay;
    }

    public long getReconnectMaxDelay() {
        return reconnectMaxDelay;
    }

    public void setReconnectMaxDelay(long reconnectMaxDelay) {
        this.reconnectMaxDelay = reconnectMaxDelay;
    }

    public int getReconnectMaxAttempts() {
        return reconnectMaxAttempts;
    }

    public void setReconnectMaxAttempts(int reconnectMaxAttempts) {
        this.reconnectMaxAttempts = reconnectMaxAttempts;
    }

    public long getIdleTimeout() {
        return idleTimeout;
    }

    public void setIdleTimeout(long idleTimeout) {
        this.idleTimeout = idleTimeout;
    }

    public String getSessionSharing() {
        return sessionSharing;
    }

    public void setSessionSharing(String sessionSharing) {
        this.sessionSharing = sessionSharing;
    }

    public boolean isTestConnectionOnStartup() {
        return testConnectionOnStartup;
    }

    public void setTestConnectionOnStartup(boolean testConnectionOnStartup) {
        this.testConnectionOnStartup = testConnectionOnStartup;
    }

    public @Nullable String getWillTopic() {
        return willTopic;
    }

    public void setWillTopic(@Nullable String willTopic) {
        this.willTopic = willTopic;
    }

    public @Nullable String getWillPayload() {
        return willPayload;
    }

    public void setWillPayload(@Nullable String willPayload) {
        this.willPayload = willPayload;
    }

    public int getWillQos() {
        return willQos;
    }

    public void setWillQos(int willQos) {
        this.willQos = willQos;
    }

    public boolean isWillRetained() {
        return willRetained;
    }

    public void setWillRetained(boolean willRetained) {
        this.willRetained = willRetained;
    }

    public long getWillDelayInterval() {
        return willDelayInterval;
    }

    public void setWillDelayInterval(long willDelayInterval) {
        this.willDelayInterval = willDelayInterval;
    }

    public boolean isFollowServerReference() {
        return followServerReference;
    }

    public void setFollowServerReference(boolean followServerReference) {
        this.followServerReference = followServerReference;
    }

    public String getTakeoverPolicy() {
        return takeoverPolicy;
    }

    public void setTakeoverPolicy(String takeoverPolicy) {
        this.takeoverPolicy = takeoverPolicy;
    }

    public @Nullable String getWillContentType() {
        return willContentType;
    }

    public void setWillContentType(@Nullable String willContentType) {
        this.willContentType = willContentType;
    }

    public boolean isWillPayloadFormatIndicator() {
        return willPayloadFormatIndicator;
    }

    public void setWillPayloadFormatIndicator(boolean willPayloadFormatIndicator) {
        this.willPayloadFormatIndicator = willPayloadFormatIndicator;
    }

    public long getWillMessageExpiryInterval() {
        return willMessageExpiryInterval;
    }

    public void setWillMessageExpiryInterval(long willMessageExpiryInterval) {
        this.willMessageExpiryInterval = willMessageExpiryInterval;
    }

    public @Nullable String getWillResponseTopic() {
        return willResponseTopic;
    }

    public void setWillResponseTopic(@Nullable String willResponseTopic) {
        this.willResponseTopic = willResponseTopic;
    }

    public @Nullable String getWillCorrelationData() {
        return willCorrelationData;
    }

    public void setWillCorrelationData(@Nullable String willCorrelationData) {
        this.willCorrelationData = willCorrelationData;
    }

    public @Nullable Map<String, Object> getWillUserProperties() {
        return willUserProperties;
    }

    public void setWillUserProperties(@Nullable Map<String, Object> willUserProperties) {
        this.willUserProperties = willUserProperties;
    }
}
