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

import io.github.camelmqttx.testbed.ArtemisBroker;
import io.github.camelmqttx.testbed.Broker;
import io.github.camelmqttx.testbed.BrokerOptions;

class ArtemisContractIT extends BrokerContract {

    @Override
    Broker create(BrokerOptions options) {
        return ArtemisBroker.create(options);
    }

    @Override
    public String versionOfPaho() {
        return "3.1.1";
    }

    /**
     * This broker sends a copy for each filter and puts the Subscription Identifiers of all filters into each of them,
     * so that a client cannot know which copy is for which filter.
     */
    @Override
    public int copiesWithOverlappingFilters() {
        return 2;
    }

    /**
     * This broker sends it again with another Packet Identifier and without DUP, against 5.0 [MQTT-4.4.0-1].
     */
    @Override
    public boolean repeatsQos2WithItsIdentifier() {
        return false;
    }

    /**
     * Under load this broker has been seen to send it after a clean stop. That the DISCONNECT is sent is shown in
     * {@link WillIT}.
     */
    @Override
    public boolean sendsNoWillAfterDisconnect() {
        return false;
    }
}
