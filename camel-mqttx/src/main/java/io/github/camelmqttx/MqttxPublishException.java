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

/**
 * A broker refused a PUBLISH, or it can never be sent as it is (larger than the broker's Maximum Packet Size, QoS or
 * Retain not supported by the broker). The connection and other publishes are unaffected.
 */
public class MqttxPublishException extends MqttxException {

    /** Value of {@link #getReasonCode()} when the failure was not reported by the broker. */
    public static final int NO_REASON_CODE = -1;

    private static final long serialVersionUID = 1L;

    private final String topic;
    private final int reasonCode;

    public MqttxPublishException(String message, String topic, int reasonCode, boolean retryable) {
        super(message, retryable);
        this.topic = topic;
        this.reasonCode = reasonCode;
    }

    /** The Topic Name of the publish. */
    public String getTopic() {
        return topic;
    }

    /** The Reason Code of the PUBACK, PUBREC or PUBCOMP, or {@link #NO_REASON_CODE}. Spec: 5.0 section 2.4. */
    public int getReasonCode() {
        return reasonCode;
    }
}
