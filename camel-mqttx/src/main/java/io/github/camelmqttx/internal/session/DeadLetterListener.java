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
package io.github.camelmqttx.internal.session;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of a dead letter. The order, and each {@link #retrying}, is followed by one of the other calls. Called
 * on any thread, must not block.
 */
public interface DeadLetterListener {

    /** It is tried again. */
    void retrying();

    /** The broker owns it; the message that it was made of is complete. */
    void taken();

    /**
     * It was refused or could not be sent; the message stays unacknowledged.
     *
     * @param topic      of the dead letter, or null if there is none because it would not be valid
     * @param retryNanos time until it is tried again
     */
    void refused(@Nullable String topic, Throwable cause, long retryNanos);

    /** It will not be tried again, because the consumer or the session ends; the message stays unacknowledged. */
    void abandoned();
}
