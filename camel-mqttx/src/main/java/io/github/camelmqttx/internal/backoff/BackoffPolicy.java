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
package io.github.camelmqttx.internal.backoff;

/**
 * A sequence of delays between attempts. Not safe for use by several threads: confined to the serial context of its
 * owner.
 */
public interface BackoffPolicy {

    /** The delay before the next attempt in nanoseconds, at least 1. Each call is one step of the sequence. */
    long nextDelayNanos();

    /** Begins the sequence anew. */
    void reset();
}
