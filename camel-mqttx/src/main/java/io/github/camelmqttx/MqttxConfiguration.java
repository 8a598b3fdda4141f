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

import java.util.Collection;

import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/**
 * Every option of the component, as plain values; a copy for each endpoint. Those of the session are inherited.
 * Durations are milliseconds. What the options mean, and their units, ranges and defaults, is said by their
 * descriptions; whether they fit together is checked when a route starts.
 * <p>
 * Not safe for use by several threads while it is changed; not to be changed once an endpoint has been started with it.
 */
@UriParams
@Configurer
public class MqttxConfiguration extends MqttxSessionConfiguration {

    @UriParam(defaultValue = "1",
              description = "Quality of service 0 (at most once), 1 (at least once) or 2 (exactly once): the maximum asked "
                            + "for by a consumer for filters that give none, and the QoS of the messages of a producer.")
    private int qos = 1;
    @UriParam(defaultValue = "memory", enums = "memory,file,none",
              description = "What happens to QoS 1 and 2 publishes while there is no connection: memory keeps them until "
                            + "publishTimeout, none fails them at once; file stores every one of them in outboxDirectory "
                            + "before it is sent, so that those not acknowledged are sent after a crash or restart. QoS 0 "
                            + "always fails at once.")
    private String outbox = "memory";
    @UriParam(description = "Directory of outbox=file, made if it is missing. Each session has a directory of its own in it, "
                            + "named after the Client Identifier and locked by the process that uses it. Required with "
                            + "outbox=file, which also needs clientId.")
    @Metadata(supportFileReference = true)
    private @Nullable String outboxDirectory;
    @UriParam(label = "producer", defaultValue = "stored", enums = "stored,acknowledged",
              description = "With outbox=file, when the exchange of a QoS 1 or 2 publish goes on: stored when the message is "
                            + "on disk, acknowledged when the broker owns it.")
    private String outboxCompletion = "stored";
    @UriParam(label = "advanced", defaultValue = "commit", enums = "commit,interval,none",
              description = "With outbox=file, when the disk is told to keep what was written (fsync): commit for each group "
                            + "of messages before their exchanges go on; interval every outboxSyncInterval; none leaves it "
                            + "to the operating system. A killed process loses nothing with any of them; a power failure "
                            + "loses what was not synced.")
    private String outboxSync = "commit";
    @UriParam(label = "advanced", javaType = "java.time.Duration", defaultValue = "1s",
              description = "Time between two syncs with outboxSync=interval, 1 ms or more; 0 is not allowed.")
    private long outboxSyncInterval = 1000;
    @UriParam(label = "advanced", javaType = "java.time.Duration", defaultValue = "0s",
              description = "How long a publish may wait to be sent before it is dropped, counted and logged, and its exchange "
                            + "fails if it has not gone on. 0 sets no bound. A Message Expiry Interval bounds the wait of its "
                            + "message in any case.")
    private long outboxMaxAge = 0;
    @UriParam(label = "advanced", defaultValue = "10000",
              description = "How many publishes of a session may wait or be in flight, 1 or more; 0 is not allowed.")
    private int outboxMaxMessages = 10_000;
    @UriParam(label = "advanced", defaultValue = "67108864",
              description = "How many payload bytes of a session may wait or be in flight, 1 or more; 0 is not allowed. "
                            + "One message is always accepted.")
    private long outboxMaxBytes = 67_108_864L;
    @UriParam(label = "advanced", defaultValue = "block", enums = "block,fail,dropOldest,latestPerTopic",
              description = "What a full outbox does: block holds the publishing thread until there is room, at most for "
                            + "publishTimeout; fail fails the exchange at once; dropOldest drops the messages that wait "
                            + "longest; latestPerTopic drops those that wait and have a later one on the same topic, and fails "
                            + "the exchange if there are none. Dropped messages are counted and logged, and their exchanges "
                            + "fail unless they have gone on.")
    private String outboxOverflow = "block";
    @UriParam(label = "advanced", defaultValue = "10000",
              description = "How many received messages of a session may be in routes or wait for them before reading from "
                            + "the network pauses, 1 or more; 0 is not allowed.")
    private int receiveBufferMessages = 10_000;
    @UriParam(label = "advanced", defaultValue = "67108864",
              description = "How many payload bytes of received messages of a session may be in routes or wait for them "
                            + "before reading from the network pauses, 1 or more; 0 is not allowed.")
    private long receiveBufferBytes = 67_108_864L;
    @UriParam(label = "consumer", defaultValue = "1",
              description = "How many messages of this consumer are routed at the same time, 1 to 1024; 0 is not allowed. "
                            + "Messages of one topic are started in the order of their arrival.")
    private int concurrency = 1;
    @UriParam(label = "consumer", defaultValue = "onCompletion", enums = "onCompletion,onReceive,manual",
              description = "When a message is acknowledged: onCompletion when its exchange is complete; onReceive before "
                            + "it is routed, so that it is lost if the application dies; manual when the route calls the "
                            + "MqttxManualAcknowledgement in the header CamelMqttxManualAcknowledgement.")
    private String ackMode = "onCompletion";
    @UriParam(label = "consumer", defaultValue = "acknowledge", enums = "acknowledge,deadLetter,redeliver,stop",
              description = "What happens to a message whose exchange has failed, after Camel's error handler and the exception "
                            + "handler: acknowledge counts it and acknowledges it; deadLetter publishes it to deadLetterTopic "
                            + "and acknowledges it then; redeliver connects again so that the broker sends it again, at most "
                            + "maximumRedeliveries times, then deadLetter if there is a deadLetterTopic, else stop; stop stops "
                            + "the route, the message stays with a broker that keeps the session. redeliver needs such a "
                            + "session, and one that no other endpoint uses. Needs ackMode=onCompletion.")
    private String onFailure = "acknowledge";
    @UriParam(label = "consumer", defaultValue = "5",
              description = "With onFailure=redeliver, how often a message is redelivered, 1 or more; 0 is not allowed.")
    private int maximumRedeliveries = 5;
    @UriParam(label = "consumer,advanced", javaType = "java.time.Duration", defaultValue = "1s",
              description = "With onFailure=redeliver, time from a failure to the reconnect, for all messages that failed "
                            + "meanwhile; doubled with each further attempt up to reconnectMaxDelay; 0 connects again at once.")
    private long redeliveryDelay = 1000;
    @UriParam(label = "consumer,advanced", javaType = "java.time.Duration", defaultValue = "0s",
              description = "Time between two probes of the subscriptions: a message to a topic of each, which the route does "
                            + "not see. One that does not come back makes the consumer subscribe again, then connect again, "
                            + "then fail over. 0 sends none.")
    private long canaryInterval = 0;
    @UriParam(label = "consumer,advanced", javaType = "java.time.Duration", defaultValue = "10s",
              description = "How long a probe may take, 100 ms or more, at most canaryInterval.")
    private long canaryTimeout = 10_000;
    @UriParam(label = "advanced", defaultValue = "hold", enums = "hold,deadLetter,acknowledge",
              description = "What happens to a message of a session that no started route takes: hold keeps it without "
                            + "acknowledgement until a route takes it or the connection ends, deadLetter publishes it to "
                            + "deadLetterTopic and acknowledges it, acknowledge drops it. The last two are counted and "
                            + "logged.")
    private String unrouted = "hold";
    @UriParam(label = "advanced",
              description = "Topic Name for messages that unrouted=deadLetter or onFailure=deadLetter gives up on, and for those "
                            + "whose maximumRedeliveries are used up. {topic} in it stands for the topic of the message. With "
                            + "MQTT 5.0 the message keeps its properties and gets User Properties that tell topic, route and "
                            + "failure.")
    private @Nullable String deadLetterTopic;
    @UriParam(label = "consumer,advanced", defaultValue = "false",
              description = "Whether messages that were published by the same session are not delivered to it. MQTT 5.0 "
                            + "only; not with shared subscriptions.")
    private boolean noLocal = false;
    @UriParam(label = "consumer,advanced", defaultValue = "false",
              description = "Whether the Retain flag of a message is kept as its publisher set it; else it tells retained "
                            + "messages that were there before the subscription. MQTT 5.0 only.")
    private boolean retainAsPublished = false;
    @UriParam(label = "consumer,advanced", defaultValue = "sendRetained", enums = "sendRetained,onlyIfNew,doNotSend",
              description = "Whether a broker sends its retained messages at a subscription: sendRetained always, "
                            + "onlyIfNew if the subscription did not exist, doNotSend never. MQTT 5.0 only; earlier versions "
                            + "always send them.")
    private String retainHandling = "sendRetained";
    @UriParam(label = "consumer",
              description = "Share name: makes all filters of this consumer Shared Subscriptions ($share/name/filter), so "
                            + "that each message goes to one member of the group. None by default. MQTT 5.0, and brokers "
                            + "that offer it with earlier versions.")
    private @Nullable String sharedGroup;
    @UriParam(label = "consumer",
              description = "Bean with Topic Filters to subscribe to, besides those in the path or in place of them: a collection of"
                            + " texts, each in the notation of the path, or of MqttxSubscription, which has options for each"
                            + " filter. It is read when the route starts. None by default.")
    private @Nullable Collection<?> subscriptions;
    @UriParam(label = "producer", defaultValue = "false",
              description = "Whether brokers retain the messages of this producer, one for each topic; an empty retained "
                            + "message clears it.")
    private boolean retained = false;
    @UriParam(label = "producer", javaType = "java.time.Duration", defaultValue = "60s",
              description = "Longest time from a publish to its completion, waiting for a connection included; the "
                            + "exchange fails afterwards. 0 sets no bound.")
    private long publishTimeout = 60_000;
    @UriParam(label = "producer,advanced", defaultValue = "1",
              description = "How many sessions (connections) this producer spreads its topics over, 1 to 64; 0 is not "
                            + "allowed. Messages of one topic always use the same one. More than 1 only without clientId.")
    private int poolSize = 1;
    @UriParam(label = "advanced",
              description = "Decides which headers become User Properties of a publish, and which User Properties of a "
                            + "received message become headers. By default those are filtered that begin with Camel in any "
                            + "case.")
    private @Nullable HeaderFilterStrategy headerFilterStrategy;

    @Override
    public MqttxConfiguration copy() {
        return (MqttxConfiguration) super.copy();
    }

    public int getQos() {
        return qos;
    }

    public void setQos(int qos) {
        this.qos = qos;
    }

    public String getOutbox() {
        return outbox;
    }

    public void setOutbox(String outbox) {
        this.outbox = outbox;
    }

    public int getOutboxMaxMessages() {
        return outboxMaxMessages;
    }

    public void setOutboxMaxMessages(int outboxMaxMessages) {
        this.outboxMaxMessages = outboxMaxMessages;
    }

    public long getOutboxMaxBytes() {
        return outboxMaxBytes;
    }

    public void setOutboxMaxBytes(long outboxMaxBytes) {
        this.outboxMaxBytes = outboxMaxBytes;
    }

    public String getOutboxOverflow() {
        return outboxOverflow;
    }

    public void setOutboxOverflow(String outboxOverflow) {
        this.outboxOverflow = outboxOverflow;
    }

    public int getReceiveBufferMessages() {
        return receiveBufferMessages;
    }

    public void setReceiveBufferMessages(int receiveBufferMessages) {
        this.receiveBufferMessages = receiveBufferMessages;
    }

    public long getReceiveBufferBytes() {
        return receiveBufferBytes;
    }

    public void setReceiveBufferBytes(long receiveBufferBytes) {
        this.receiveBufferBytes = receiveBufferBytes;
    }

    public int getConcurrency() {
        return concurrency;
    }

    public void setConcurrency(int concurrency) {
        this.concurrency = concurrency;
    }

    public String getAckMode() {
        return ackMode;
    }

    public void setAckMode(String ackMode) {
        this.ackMode = ackMode;
    }

    public String getUnrouted() {
        return unrouted;
    }

    public void setUnrouted(String unrouted) {
        this.unrouted = unrouted;
    }

    public @Nullable String getDeadLetterTopic() {
        return deadLetterTopic;
    }

    public void setDeadLetterTopic(@Nullable String deadLetterTopic) {
        this.deadLetterTopic = deadLetterTopic;
    }

    public boolean isNoLocal() {
        return noLocal;
    }

    public void setNoLocal(boolean noLocal) {
        this.noLocal = noLocal;
    }

    public boolean isRetainAsPublished() {
        return retainAsPublished;
    }

    public void setRetainAsPublished(boolean retainAsPublished) {
        this.retainAsPublished = retainAsPublished;
    }

    public String getRetainHandling() {
        return retainHandling;
    }

    public void setRetainHandling(String retainHandling) {
        this.retainHandling = retainHandling;
    }

    public @Nullable String getSharedGroup() {
        return sharedGroup;
    }

    public void setSharedGroup(@Nullable String sharedGroup) {
        this.sharedGroup = sharedGroup;
    }

    public @Nullable Collection<?> getSubscriptions() {
        return subscriptions;
    }

    public void setSubscriptions(@Nullable Collection<?> subscriptions) {
        this.subscriptions = subscriptions;
    }

    public boolean isRetained() {
        return retained;
    }

    public void setRetained(boolean retained) {
        this.retained = retained;
    }

    public long getPublishTimeout() {
        return publishTimeout;
    }

    public void setPublishTimeout(long publishTimeout) {
        this.publishTimeout = publishTimeout;
    }

    public int getPoolSize() {
        return poolSize;
    }

    public void setPoolSize(int poolSize) {
        this.poolSize = poolSize;
    }

    public @Nullable HeaderFilterStrategy getHeaderFilterStrategy() {
        return headerFilterStrategy;
    }

    public void setHeaderFilterStrategy(@Nullable HeaderFilterStrategy headerFilterStrategy) {
        this.headerFilterStrategy = headerFilterStrategy;
    }

    public @Nullable String getOutboxDirectory() {
        return outboxDirectory;
    }

    public void setOutboxDirectory(@Nullable String outboxDirectory) {
        this.outboxDirectory = outboxDirectory;
    }

    public String getOutboxCompletion() {
        return outboxCompletion;
    }

    public void setOutboxCompletion(String outboxCompletion) {
        this.outboxCompletion = outboxCompletion;
    }

    public String getOutboxSync() {
        return outboxSync;
    }

    public void setOutboxSync(String outboxSync) {
        this.outboxSync = outboxSync;
    }

    public long getOutboxSyncInterval() {
        return outboxSyncInterval;
    }

    public void setOutboxSyncInterval(long outboxSyncInterval) {
        this.outboxSyncInterval = outboxSyncInterval;
    }

    public long getOutboxMaxAge() {
        return outboxMaxAge;
    }

    public void setOutboxMaxAge(long outboxMaxAge) {
        this.outboxMaxAge = outboxMaxAge;
    }

    public String getOnFailure() {
        return onFailure;
    }

    public void setOnFailure(String onFailure) {
        this.onFailure = onFailure;
    }

    public int getMaximumRedeliveries() {
        return maximumRedeliveries;
    }

    public void setMaximumRedeliveries(int maximumRedeliveries) {
        this.maximumRedeliveries = maximumRedeliveries;
    }

    public long getRedeliveryDelay() {
        return redeliveryDelay;
    }

    public void setRedeliveryDelay(long redeliveryDelay) {
        this.redeliveryDelay = redeliveryDelay;
    }

    public long getCanaryInterval() {
        return canaryInterval;
    }

    public void setCanaryInterval(long canaryInterval) {
        this.canaryInterval = canaryInterval;
    }

    public long getCanaryTimeout() {
        return canaryTimeout;
    }

    public void setCanaryTimeout(long canaryTimeout) {
        this.canaryTimeout = canaryTimeout;
    }
}
