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
package io.github.camelmqttx.internal.client;

import io.github.camelmqttx.EnhancedAuthentication;
import org.jspecify.annotations.Nullable;

/**
 * An enhanced authentication that has begun. Spec: 5.0 section 4.12
 *
 * @param bean     begins the repetitions
 * @param method   the Authentication Method of the connection
 * @param exchange the steps after CONNECT; to be called where it may block, by one thread at a time
 * @param first    Authentication Data of CONNECT, 65 535 bytes at most, or null
 */
public record Authentication(
        EnhancedAuthentication bean,
        String method,
        EnhancedAuthentication.Exchange exchange,
        byte @Nullable [] first) {

    /** The method, nothing else. */
    @Override
    public String toString() {
        return "Authentication[" + method + "]";
    }
}
