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
package io.github.camelmqttx.benchmark.contender;

import java.net.InetSocketAddress;

/** Makes contenders by name. */
public final class Contenders {
    private Contenders() {
    }

    /**
     * @param  window                   most unacknowledged messages in each direction
     * @param  consuming                whether nothing is published; then the raw client acknowledges by hand unless it
     *                                  has the option {@code ack=auto}
     * @throws IllegalStateException    if the contender is not on the class path
     * @throws IllegalArgumentException if there is no contender of this name
     */
    public static Contender create(ContenderSpec spec, InetSocketAddress broker, int qos, int window, boolean consuming) {
        String address = "tcp://" + broker.getHostString() + ":" + broker.getPort();
        String more = spec.options().isEmpty() ? "" : "&" + spec.options();
        String tail = address + "&qos=" + qos;
        switch (spec.name()) {
            case ContenderSpec.HIVEMQ:
                return new HiveMqContender(broker, qos, window, consuming && !spec.options().equals("ack=auto"));
            case ContenderSpec.MQTTX:
                return new CamelContender(
                        "mqttx",
                        "mqttx:%s?brokers=" + tail + "&receiveMaximum=" + window + "&maxInflight=" + window + more);
            case ContenderSpec.PAHO_MQTT5:
                return new CamelContender("paho-mqtt5", "paho-mqtt5:%s?brokerUrl=" + tail + "&receiveMaximum=" + window + more);
            case ContenderSpec.PAHO:
                return new CamelContender("paho", "paho:%s?brokerUrl=" + tail + "&maxInflight=" + window + more);
            default:
                throw new IllegalArgumentException("There is no contender " + spec.name());
        }
    }
}
