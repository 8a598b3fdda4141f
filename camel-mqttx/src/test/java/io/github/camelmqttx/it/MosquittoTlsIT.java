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

import io.github.camelmqttx.testbed.Broker;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.Certificates;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.MosquittoBrokerBuilder;
import io.github.camelmqttx.testbed.TlsPort;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.provider.Arguments;

/** TLS with mosquitto, which uses OpenSSL. */
class MosquittoTlsIT extends TlsContract {

    @Override
    Broker create(BrokerOptions options, List<TlsPort> more) {
        Assumptions.assumeTrue(MosquittoBroker.isInstalled(), "no mosquitto executable on this machine");
        MosquittoBrokerBuilder builder = MosquittoBroker.builder(options).quiet();
        more.forEach(builder::tlsPort);
        return builder.build();
    }

    @Override
    Map<String, TlsPort> special(Certificates identities) {
        return Map.of();
    }

    @Override
    String strangeClientRefusal() {
        return REFUSED_STRANGER;
    }

    @Override
    Stream<Arguments> specialRefusals() {
        return Stream.empty();
    }
}
