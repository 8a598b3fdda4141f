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
package io.github.camelmqttx.internal.tls;

import org.jspecify.annotations.Nullable;

/**
 * Whether and how certificates of brokers are checked for revocation.
 *
 * @param crlFile resource with revocation lists; null asks OCSP responders and fetches the lists that certificates name
 */
public record Revocation(Mode mode, @Nullable String crlFile) {

    /** No check. */
    public static final Revocation NONE = new Revocation(Mode.NONE, null);

    /** What becomes of certificates. */
    public enum Mode {
        NONE,
        /** Revoked ones are refused, those whose state cannot be found out are accepted. */
        SOFT,
        /** Those whose state cannot be found out are refused too. */
        STRICT
    }
}
