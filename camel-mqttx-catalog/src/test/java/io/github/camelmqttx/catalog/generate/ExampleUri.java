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
package io.github.camelmqttx.catalog.generate;

import java.util.List;

/**
 * A URI for the reference page.
 *
 * @param consumer whether it stands in {@code from}, else in {@code to}
 */
record ExampleUri(boolean consumer, String says, String uri) {

    static final List<ExampleUri> ALL = List.of(
            new ExampleUri(
                    true, "Receive what all sensors say, with QoS 1",
                    "mqttx:sensors/+/temperature?brokers=broker.example.com&qos=1"),
            new ExampleUri(
                    true, "Two Topic Filters, each with a QoS of its own; a + for one level, a # for all that follow",
                    "mqttx:alarms/#;qos=2,state/+/line1;qos=0?brokers=broker.example.com"),
            new ExampleUri(
                    true, "A durable session: the broker keeps what arrives while the application is down",
                    "mqttx:orders/#?brokers=broker.example.com&clientId=orders-1&cleanStart=false&sessionExpiryInterval=7d&qos=1"),
            new ExampleUri(
                    true, "A Shared Subscription: each message goes to one member of the group",
                    "mqttx:jobs/#?brokers=broker.example.com&sharedGroup=workers&qos=1"),
            new ExampleUri(
                    true, "A message that fails goes to another topic, after three more attempts",
                    "mqttx:orders/#?brokers=broker.example.com&clientId=orders-2&cleanStart=false&sessionExpiryInterval=1d"
                                                                                                   + "&onFailure=redeliver&maximumRedeliveries=3&deadLetterTopic=failed/orders"),
            new ExampleUri(
                    false, "Publish with QoS 1, retained, to the first broker of the list that can be reached",
                    "mqttx:state/line1?brokers=mqtts://a.example.com,mqtts://b.example.com&qos=1&retained=true"),
            new ExampleUri(
                    false, "Wait for the broker on disk: what was accepted survives a restart and kill -9",
                    "mqttx:readings/line1?brokers=broker.example.com&qos=1&clientId=line1&outbox=file"
                                                                                                            + "&outboxDirectory=/var/lib/line1"),
            new ExampleUri(
                    true, "User name, password from a placeholder, a private certificate authority",
                    "mqttx:sensors/#?brokers=mqtts://broker.example.com&userName=line1&password={{mqtt.password}}"
                                                                                                     + "&trustStore=/etc/mqtt/ca.pem"),
            new ExampleUri(
                    true, "Secure WebSocket with a header",
                    "mqttx:sensors/#?brokers=wss://broker.example.com/mqtt&wsHeader.X-Tenant=plant1"),
            new ExampleUri(
                    true, "Exactly once: QoS 2",
                    "mqttx:payments?brokers=broker.example.com&qos=2&clientId=payments-1&cleanStart=false"
                                                 + "&sessionExpiryInterval=1d"));
}
