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

import java.util.List;

import io.github.camelmqttx.internal.client.TlsEngineFactory;
import org.apache.camel.CamelContext;

/** Entry point of this package. */
public final class TlsSupport {

    private TlsSupport() {
    }

    /**
     * A factory for the connections of one session. Reads nothing yet; the files are read for each engine. Factories of
     * equal options and the same context are equal.
     *
     * @throws IllegalArgumentException if the options contradict each other; the message has every contradiction
     */
    public static TlsEngineFactory engineFactory(TlsOptions options, CamelContext context) {
        List<String> problems = options.problems();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        return new JsseEngineFactory(options, context);
    }
}
