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
/**
 * TLS: from the options of an endpoint, or Camel's {@code SSLContextParameters}, to the engine of one connection.
 * <p>
 * Reading order: {@code TlsOptions}, {@code TlsSupport}, {@code JsseEngineFactory}, {@code StoreLoader},
 * {@code PemFile}, {@code PemKey}, {@code RevocationTrust}, {@code TlsNames}. Used by the root package and, for names
 * and contradictions, by {@code config}; implements {@link io.github.camelmqttx.internal.client.TlsEngineFactory}.
 */
@NullMarked
package io.github.camelmqttx.internal.tls;

import org.jspecify.annotations.NullMarked;
