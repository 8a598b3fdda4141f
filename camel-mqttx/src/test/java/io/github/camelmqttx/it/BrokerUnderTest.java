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

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.camelmqttx.testbed.Broker;
import io.github.camelmqttx.testbed.Certificates;
import io.github.camelmqttx.testbed.Feature;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.ProbeOptions;
import io.github.camelmqttx.testbed.Scheme;

/** A running broker with one user, with a TLS listener, and what the tests of the contract need beside it. */
interface BrokerUnderTest {

    String USER = "plant-7";
    String PASSWORD = "s3cret-of-plant-7";

    Broker broker();

    Certificates certificates();

    /** The version of MQTT that the normal build tests Paho with at this broker; all are tested with {@code -Pslow}. */
    String versionOfPaho();

    /** The drivers and versions to test: all, or in the normal build those of the engine and one of Paho. */
    default Stream<Cell> cells() {
        boolean all = "all".equals(System.getProperty("mqttx.contract"));
        return Cell.all().filter(cell -> all || cell.driver() == Driver.NETTY || cell.version().equals(versionOfPaho()));
    }

    /** How many copies a route gets of a message that matches its filter and another filter of the session. */
    default int copiesWithOverlappingFilters() {
        return 1;
    }

    /**
     * Whether the broker sends a QoS 2 message that is not complete again in a resumed session with the Packet
     * Identifier that it had, so that the receiver can recognise it.
     */
    default boolean repeatsQos2WithItsIdentifier() {
        return true;
    }

    /**
     * Whether DISCONNECT keeps the broker from sending the Will, as 5.0 [MQTT-3.14.4-3] wants it, on a busy machine
     * too.
     */
    default boolean sendsNoWillAfterDisconnect() {
        return true;
    }

    /** Whether a subscriber gets more than one message that it has not acknowledged. */
    default boolean sendsAheadOfAcknowledgements() {
        return broker().supports(Feature.FULL_RECEIVE_WINDOW);
    }

    /** A context whose endpoints use the driver and the version of MQTT, and may connect to the broker. */
    default ItSupport camel(Cell cell) {
        return camel(cell, broker().uri());
    }

    /** The same with other addresses of the broker. */
    default ItSupport camel(Cell cell, String brokers) {
        ItSupport camel = new ItSupport(brokers);
        camel.defaults().setClient(cell.driver().option());
        camel.defaults().setMqttVersion(cell.version());
        camel.defaults().setUserName(USER);
        camel.defaults().setPassword(PASSWORD);
        if (brokers.contains("mqtts:") || brokers.contains("wss:")) {
            camel.defaults().setTrustStore("file:" + certificates().authority().identity().certificatePem());
        }
        camel.defaults().setReconnectDelay(50);
        camel.defaults().setReconnectMaxDelay(500);
        return camel;
    }

    /** A client of MQTT 5 for all tests, to publish with. Not to be closed. */
    MqttProbe probe();

    /**
     * The same client; it forgets what it has, and gets what matches this filter, with QoS 2, to the end of the test.
     */
    MqttProbe watch(String filter);

    /** Another client, to be closed. */
    default MqttProbe connect(ProbeOptions options) {
        return MqttProbe.connect(broker(), options.withUser(USER, PASSWORD));
    }

    /** The schemes that the broker listens for. */
    default List<Scheme> schemes() {
        List<Scheme> schemes = new ArrayList<>(List.of(Scheme.MQTT));
        if (broker().supports(Feature.TLS)) {
            schemes.add(Scheme.MQTTS);
        }
        if (broker().supports(Feature.WEBSOCKET)) {
            schemes.add(Scheme.WS);
        }
        if (broker().supports(Feature.TLS) && broker().supports(Feature.WEBSOCKET)) {
            schemes.add(Scheme.WSS);
        }
        return schemes;
    }
}
