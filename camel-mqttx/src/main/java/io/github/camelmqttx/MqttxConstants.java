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

import org.apache.camel.spi.Metadata;

/**
 * Names of the message headers. A consumer's {@link #TOPIC}, {@link #QOS} and {@link #RETAINED} say how a message came
 * in and have no effect on a later publish; a publish is changed by the override headers only, which the producer
 * removes from the message.
 */
public final class MqttxConstants {

    @Metadata(label = "consumer", description = "The Topic Name that the message was published to.", javaType = "String")
    public static final String TOPIC = "CamelMqttxTopic";

    @Metadata(label = "consumer", description = "The Packet Identifier, 1 to 65535; 0 for QoS 0. Not unique over time.",
              javaType = "Integer")
    public static final String MESSAGE_ID = "CamelMqttxMessageId";

    @Metadata(label = "consumer", description = "The QoS that the message was delivered with, 0 to 2.", javaType = "Integer")
    public static final String QOS = "CamelMqttxQos";

    @Metadata(label = "consumer",
              description = "Whether the broker says that it has sent the message before (DUP). A message with true may still be"
                            + " new to this application.",
              javaType = "Boolean")
    public static final String DUPLICATE = "CamelMqttxDuplicate";

    @Metadata(label = "consumer",
              description = "With onFailure=redeliver or stop, how many attempts to route the message have failed before this one;"
                            + " absent at the first. Counted over connections, as long as the route is not stopped.",
              javaType = "Integer")
    public static final String REDELIVERY_COUNTER = "CamelMqttxRedeliveryCounter";

    @Metadata(label = "consumer",
              description = "Whether the message was retained by the broker before the subscription; with retainAsPublished, whether"
                            + " its publisher asked to retain it.",
              javaType = "Boolean")
    public static final String RETAINED = "CamelMqttxRetained";

    @Metadata(label = "consumer",
              description = "With ackMode=manual, the object whose acknowledge() acknowledges the message.",
              javaType = "io.github.camelmqttx.MqttxManualAcknowledgement")
    public static final String MANUAL_ACKNOWLEDGEMENT = "CamelMqttxManualAcknowledgement";

    @Metadata(label = "common",
              description = "Payload Format Indicator: 0 for bytes, 1 for UTF-8 text. MQTT 5.0 only.", javaType = "Integer")
    public static final String PAYLOAD_FORMAT_INDICATOR = "CamelMqttxPayloadFormatIndicator";

    @Metadata(label = "common",
              description = "Message Expiry Interval in seconds, 0 to 4294967295: what is left of it in a received message. MQTT 5.0"
                            + " only.",
              javaType = "Long")
    public static final String MESSAGE_EXPIRY_INTERVAL = "CamelMqttxMessageExpiryInterval";

    @Metadata(label = "common", description = "Content Type, for example a MIME type. MQTT 5.0 only.", javaType = "String")
    public static final String CONTENT_TYPE = "CamelMqttxContentType";

    @Metadata(label = "common", description = "Response Topic: the Topic Name that a reply is expected at. MQTT 5.0 only.",
              javaType = "String")
    public static final String RESPONSE_TOPIC = "CamelMqttxResponseTopic";

    @Metadata(label = "common", description = "Correlation Data, by which a reply is recognised. MQTT 5.0 only.",
              javaType = "byte[]")
    public static final String CORRELATION_DATA = "CamelMqttxCorrelationData";

    @Metadata(label = "producer", description = "Topic Name of this publish instead of the endpoint's.", javaType = "String")
    public static final String OVERRIDE_TOPIC = "CamelMqttxOverrideTopic";

    @Metadata(label = "producer", description = "QoS of this publish instead of the option qos, 0 to 2.", javaType = "Integer")
    public static final String OVERRIDE_QOS = "CamelMqttxOverrideQos";

    @Metadata(label = "producer", description = "Whether this publish is retained, instead of the option retained.",
              javaType = "Boolean")
    public static final String OVERRIDE_RETAINED = "CamelMqttxOverrideRetained";

    private MqttxConstants() {
    }
}
