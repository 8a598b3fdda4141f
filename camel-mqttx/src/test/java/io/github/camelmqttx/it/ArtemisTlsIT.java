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
package io.github.camelmqttx.it;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.camelmqttx.testbed.ArtemisBroker;
import io.github.camelmqttx.testbed.Broker;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.Certificates;
import io.github.camelmqttx.testbed.TlsPort;
import org.junit.jupiter.params.provider.Arguments;

/** TLS with Artemis, which uses the TLS of the JDK; it names the authorities whose client certificates it takes. */
class ArtemisTlsIT extends TlsContract {

    @Override
    Broker create(BrokerOptions options, List<TlsPort> more) {
        return ArtemisBroker.create(options, more);
    }

    @Override
    Map<String, TlsPort> special(Certificates identities) {
        return Map.of("old", TlsPort.of(identities.authority(), identities.server()).withProtocol("TLSv1.1"));
    }

    @Override
    String strangeClientRefusal() {
        return "demands a client certificate issued by CN=authority,";
    }

    @Override
    Stream<Arguments> specialRefusals() {
        return Stream
                .of(Arguments.of("M35 F22 TLS 1.1 only", "old", trust(), "takes none of our TLS versions TLSv1.3, TLSv1.2 (",
                        "Let it use TLS 1.2 or later"));
    }
}
