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
 * A broker refused a Topic Filter, or no SUBACK came in time.
 */
public class MqttxSubscribeException extends MqttxException {

    private static final long serialVersionUID = 1L;

    private final String topicFilter;
    private final int reasonCode;

    public MqttxSubscribeException(String message, String topicFilter, int reasonCode, boolean retryable) {
        super(message, retryable);
        this.topicFilter = topicFilter;
        this.reasonCode = reasonCode;
    }

    /** The Topic Filter concerned. */
    public String getTopicFilter() {
        return topicFilter;
    }

    /** The Reason Code of the SUBACK, or -1 when none was received. Spec: 5.0 section 3.9.3, 3.1.1 section 3.9.3. */
    public int getReasonCode() {
        return reasonCode;
    }
}
