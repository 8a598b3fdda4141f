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
 * Root of the checked failures that this component reports. Subclasses carry the data a handler needs (Reason Code,
 * topic, broker); {@link #isRetryable()} says whether doing the same again can help.
 */
public class MqttxException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    public MqttxException(String message, boolean retryable) {
        super(message);
        this.retryable = retryable;
    }

    public MqttxException(String message, boolean retryable, @Nullable Throwable cause) {
        super(message, cause);
        this.retryable = retryable;
    }

    /** Whether the same operation may succeed later without any change of configuration or data. */
    public boolean isRetryable() {
        return retryable;
    }
}
