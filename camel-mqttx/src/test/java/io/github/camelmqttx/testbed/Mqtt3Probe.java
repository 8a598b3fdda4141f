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
package io.github.camelmqttx.testbed;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** Probe on Paho's client for MQTT 3.1 and 3.1.1. */
final class Mqtt3Probe extends MqttProbe {

    private final MqttAsyncClient client;
    private final boolean sessionPresent;

    Mqtt3Probe(String uri, ProbeOptions options) {
        try {
            client = new MqttAsyncClient(uri, options.clientId(), new MemoryPersistence());
            client.setCallback(new Collector());
            IMqttToken token = client.connect(connectOptions(uri, options));
            token.waitForCompletion(TIMEOUT.toMillis());
            sessionPresent = token.getSessionPresent();
        } catch (MqttException e) {
            throw new IllegalStateException("Probe cannot connect to " + uri + ": " + e.getMessage(), e);
        }
    }

    private static MqttConnectOptions connectOptions(String uri, ProbeOptions options) {
        MqttConnectOptions result = new MqttConnectOptions();
        result.setMqttVersion(options.version());
        result.setCleanSession(options.cleanStart());
        result.setMaxInflight(2 * WINDOW);
        result.setConnectionTimeout((int) TIMEOUT.toSeconds());
        result.setKeepAliveInterval(30);
        if (options.userName() != null && options.password() != null) {
            result.setUserName(options.userName());
            result.setPassword(options.password().toCharArray());
        }
        if (options.tls() != null && (uri.startsWith("ssl:") || uri.startsWith("wss:"))) {
            result.setSocketFactory(options.tls().getSocketFactory());
        }
        return result;
    }

    @Override
    public boolean isSessionPresent() {
        return sessionPresent;
    }

    @Override
    public boolean isConnected() {
        return client.isConnected();
    }

    @Override
    public int subscribe(String topicFilter, int qos) {
        try {
            IMqttToken token = client.subscribe(topicFilter, qos);
            token.waitForCompletion(TIMEOUT.toMillis());
            return token.getGrantedQos()[0];
        } catch (MqttException e) {
            if (e.getReasonCode() == MqttException.REASON_CODE_SUBSCRIBE_FAILED) {
                return MqttException.REASON_CODE_SUBSCRIBE_FAILED;
            }
            throw new IllegalStateException("Probe cannot subscribe to " + topicFilter + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void unsubscribe(String topicFilter) {
        try {
            client.unsubscribe(topicFilter).waitForCompletion(TIMEOUT.toMillis());
        } catch (MqttException e) {
            throw new IllegalStateException("Probe cannot unsubscribe from " + topicFilter + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void publishAll(List<ProbeMessage> list) {
        try {
            Queue<IMqttToken> underWay = new ArrayDeque<>();
            for (ProbeMessage each : list) {
                underWay.add(client.publish(each.topic(), each.payload(), each.qos(), each.retained()));
                if (underWay.size() >= WINDOW) {
                    underWay.remove().waitForCompletion(TIMEOUT.toMillis());
                }
            }
            for (IMqttToken token : underWay) {
                token.waitForCompletion(TIMEOUT.toMillis());
            }
        } catch (MqttException e) {
            throw new IllegalStateException("Probe cannot publish: " + e.getMessage(), e);
        }
    }

    @Override
    public void abort() {
        try {
            client.disconnectForcibly(0, 1, false);
            client.close(true);
        } catch (MqttException e) {
            throw new IllegalStateException("Probe cannot abort its connection", e);
        }
    }

    @Override
    public void close() {
        try {
            if (client.isConnected()) {
                client.disconnect().waitForCompletion(TIMEOUT.toMillis());
            }
            client.close(true);
        } catch (MqttException e) {
            throw new IllegalStateException("Probe cannot close its connection", e);
        }
    }

    private final class Collector implements MqttCallback {

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            arrived(new ProbeMessage(
                    topic, message.getPayload(), message.getQos(), message.isRetained(),
                    message.isDuplicate(), new MqttProperties()));
        }

        @Override
        public void connectionLost(Throwable cause) {
            // seen through isConnected()
        }

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {
            // awaited through the token
        }
    }
}
