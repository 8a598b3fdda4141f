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

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** Probe on Paho's client for MQTT 5. */
final class Mqtt5Probe extends MqttProbe {

    /** Kept, so that its level stays: Paho logs every PUBREL at INFO. */
    private static final Logger PAHO = Logger.getLogger("org.eclipse.paho.mqttv5");

    private final MqttAsyncClient client;
    private final boolean sessionPresent;

    static {
        PAHO.setLevel(Level.WARNING);
    }

    Mqtt5Probe(String uri, ProbeOptions options) {
        this(uri, options, false);
    }

    /** @param withoutAcknowledgement nothing that arrives is acknowledged or collected */
    Mqtt5Probe(String uri, ProbeOptions options, boolean withoutAcknowledgement) {
        try {
            client = new MqttAsyncClient(uri, options.clientId(), new MemoryPersistence());
            client.setManualAcks(withoutAcknowledgement);
            client.setCallback(new Collector());
            IMqttToken token = client.connect(connectionOptions(uri, options));
            token.waitForCompletion(TIMEOUT.toMillis());
            sessionPresent = token.getSessionPresent();
        } catch (MqttException e) {
            throw new IllegalStateException("Probe cannot connect to " + uri + ": " + e.getMessage(), e);
        }
    }

    private static MqttConnectionOptions connectionOptions(String uri, ProbeOptions options) {
        MqttConnectionOptions result = new MqttConnectionOptions();
        result.setAutomaticReconnect(false);
        result.setCleanStart(options.cleanStart());
        result.setSessionExpiryInterval(options.sessionExpirySeconds());
        result.setReceiveMaximum(options.receiveMaximum());
        result.setConnectionTimeout((int) TIMEOUT.toSeconds());
        result.setKeepAliveInterval(30);
        if (options.userName() != null && options.password() != null) {
            result.setUserName(options.userName());
            result.setPassword(options.password().getBytes(StandardCharsets.UTF_8));
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
            IMqttToken token = client.subscribe(new MqttSubscription(topicFilter, qos));
            token.waitForCompletion(TIMEOUT.toMillis());
            return token.getReasonCodes()[0];
        } catch (MqttException e) {
            if (e.getReasonCode() >= 0x80 && e.getReasonCode() <= 0xFF) {
                return e.getReasonCode();
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
                MqttMessage message = new MqttMessage(each.payload(), each.qos(), each.retained(), each.properties());
                underWay.add(client.publish(each.topic(), message));
                if (underWay.size() >= WINDOW) {
                    complete(underWay.remove());
                }
            }
            for (IMqttToken token : underWay) {
                complete(token);
            }
        } catch (MqttException e) {
            throw new IllegalStateException("Probe cannot publish: " + e.getMessage(), e);
        }
    }

    private static void complete(IMqttToken token) throws MqttException {
        token.waitForCompletion(TIMEOUT.toMillis());
        int[] codes = token.getReasonCodes();
        if (codes != null && codes.length > 0 && codes[0] >= 0x80) {
            throw new MqttException(codes[0]);
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
                    message.isDuplicate(), message.getProperties()));
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            // seen through isConnected()
        }

        @Override
        public void mqttErrorOccurred(MqttException exception) {
            // the call that it concerns fails
        }

        @Override
        public void deliveryComplete(IMqttToken token) {
            // awaited through the token
        }

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {
            // awaited through the token
        }

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {
            // not used
        }
    }
}
