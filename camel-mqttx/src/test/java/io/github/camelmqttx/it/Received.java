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

import java.util.Map;

import io.github.camelmqttx.MqttxConstants;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * What a route got.
 *
 * @param topic   header of the Topic Name
 * @param body    as it was; its type is byte[] unless the route changed it
 * @param text    the body as text
 * @param headers all of them
 */
record Received(String topic, Object body, String text, Map<String, Object> headers) {

    static Received of(Exchange exchange) {
        Message message = exchange.getMessage();
        return new Received(
                message.getHeader(MqttxConstants.TOPIC, String.class), message.getBody(), message.getBody(String.class),
                Map.copyOf(message.getHeaders()));
    }

    int qos() {
        return (Integer) headers.get(MqttxConstants.QOS);
    }

    boolean retained() {
        return (Boolean) headers.get(MqttxConstants.RETAINED);
    }

    boolean duplicate() {
        return (Boolean) headers.get(MqttxConstants.DUPLICATE);
    }

    int messageId() {
        return (Integer) headers.get(MqttxConstants.MESSAGE_ID);
    }

    @Override
    public String toString() {
        return topic + "=" + text;
    }
}
