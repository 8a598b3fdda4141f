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
package io.github.camelmqttx.torture.nemesis;

import io.github.camelmqttx.testbed.TcpProxy;
import io.github.camelmqttx.torture.run.Ledgers;
import io.github.camelmqttx.torture.run.LegSpec;
import io.github.camelmqttx.torture.run.RouteJvm;
import io.github.camelmqttx.torture.run.Site;

/**
 * What the nemesis can hit in a leg.
 *
 * @param spec      what the leg is about
 * @param site      broker and proxies
 * @param publisher the publishing side
 * @param consumer  the consuming side
 * @param ledgers   what both sides have written
 * @param names     Client Identifiers of both sides
 */
public record Victims(LegSpec spec, Site site, RouteJvm publisher, RouteJvm consumer, Ledgers ledgers, Names names) {

    /** Client Identifiers in use. */
    public interface Names {
        /** Of the publisher's session for a QoS. */
        String publisher(int qos);

        /** Of the consumer's session for a QoS. */
        String consumer(int qos);
    }

    TcpProxy proxy(Fault fault) {
        return fault.atPublisher() ? site.publisherProxy() : site.consumerProxy();
    }

    static String side(Fault fault) {
        return fault.atPublisher() ? "publisher" : "consumer";
    }
}
