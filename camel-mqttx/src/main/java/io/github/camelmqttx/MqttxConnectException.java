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

import org.jspecify.annotations.Nullable;

/**
 * No connection to a broker: one attempt that failed, or a whole round over the broker list, in which case the failures
 * of the single brokers are the {@linkplain #getSuppressed() suppressed} exceptions, in the order they were tried.
 * <p>
 * Routes see it when a publish cannot be carried out because there is no connection ({@code outbox=none}, QoS 0, or
 * {@code publishTimeout} over during an outage) and at start with {@code testConnectionOnStartup=true}.
 */
public class MqttxConnectException extends MqttxException {

    /** Value of {@link #getReasonCode()} when no CONNACK was received. */
    public static final int NO_REASON_CODE = -1;

    private static final long serialVersionUID = 1L;

    private final int reasonCode;

    public MqttxConnectException(String message, int reasonCode, boolean retryable, @Nullable Throwable cause) {
        super(message, retryable, cause);
        this.reasonCode = reasonCode;
    }

    /**
     * The Reason Code of the CONNACK as MQTT 5.0 numbers it (return codes of MQTT 3.x are translated), or
     * {@link #NO_REASON_CODE}. Spec: 5.0 section 3.2.2.2, 3.1.1 section 3.2.2.3.
     */
    public int getReasonCode() {
        return reasonCode;
    }
}
