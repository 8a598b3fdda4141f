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
package io.github.camelmqttx.internal.client.paho;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Consumer;

import io.github.camelmqttx.internal.client.ConnectRequest;
import io.github.camelmqttx.internal.client.ConnectResult;
import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.ReasonCodes;
import io.github.camelmqttx.internal.client.ReplyCallback;
import io.github.camelmqttx.internal.client.Subscription;
import io.github.camelmqttx.internal.client.WillMessage;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.MqttPersistable;
import org.eclipse.paho.client.mqttv3.internal.wire.MqttPubRel;
import org.eclipse.paho.client.mqttv3.internal.wire.MqttPublish;
import org.jspecify.annotations.Nullable;

/**
 * MQTT 3.1 and 3.1.1 by version 3 of the library. It answers PUBREC to a QoS 2 message as soon as it has stored it,
 * reports it when PUBREL comes, and sends PUBCOMP when it is acknowledged.
 */
final class Paho3Link implements PahoLink, MqttCallback {

    private static final int LARGEST_PACKET = 268_435_460;
    private static final int RECEIVE_MAXIMUM = 65_535;
    private static final long NEVER_EXPIRES = 0xFFFF_FFFFL;
    private static final int HIGHEST_QOS = 2;
    private static final String REPLACED = "-";
    private static final byte PUBREL_FLAGS = 2;

    private final PahoLinkSettings settings;
    private final ConnectRequest request;
    private final PahoLinkEvents events;
    private final PacketStore<MqttPersistable> store = new PacketStore<>(packet -> {
    });
    private @Nullable MqttAsyncClient client;

    Paho3Link(PahoLinkSettings settings) {
        this.settings = settings;
        this.request = settings.request();
        this.events = settings.events();
        try {
            restore();
        } catch (MqttException e) {
            throw new IllegalStateException("Paho does not take its own packets back", e);
        }
    }

    @Override
    public void open() throws PahoException {
        try {
            MqttAsyncClient created = new MqttAsyncClient(
                    settings.uri(), request.clientId(), new Paho3Store(store),
                    new Paho3Ping(new KeepAliveTimer(settings.context(), settings.blocking())), null);
            created.setCallback(this);
            created.setManualAcks(true);
            client = created;
            created.connect(options(), null, new IMqttActionListener() {
                @Override
                public void onSuccess(IMqttToken token) {
                    events.connected(token.getSessionPresent());
                }

                @Override
                public void onFailure(IMqttToken token, Throwable cause) {
                    events.connectFailed(codeOf(cause), cause);
                }
            });
        } catch (MqttException e) {
            throw new PahoException(e.getReasonCode(), e);
        }
    }

    private void restore() throws MqttException {
        Restored restored = settings.restored();
        for (OutgoingMessage message : restored.publishes()) {
            restore(message.topic(), message(message), message.packetId());
            if (message.state() == OutgoingMessage.State.RELEASED) {
                restoreRelease(message.packetId());
            }
        }
        for (int packetId : restored.releases()) {
            MqttMessage nothing = new MqttMessage(new byte[0]);
            nothing.setQos(HIGHEST_QOS);
            restore(REPLACED, nothing, packetId);
            restoreRelease(packetId);
        }
        restored.received().forEach(
                (packetId, packet) -> store.restore(PacketStore.RECEIVED + packetId, (MqttPersistable) packet));
    }

    private void restore(String topic, MqttMessage message, int packetId) {
        MqttPublish packet = new MqttPublish(topic, message);
        packet.setMessageId(packetId);
        store.restore(PacketStore.SENT + packetId, packet);
    }

    private void restoreRelease(int packetId) throws MqttException {
        try {
            store.restore(PacketStore.RELEASED + packetId,
                    new MqttPubRel(PUBREL_FLAGS, new byte[] { (byte) (packetId >> 8), (byte) packetId }));
        } catch (IOException e) {
            throw new MqttException(e);
        }
    }

    private MqttConnectOptions options() {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setAutomaticReconnect(false);
        options.setMqttVersion(request.version().level());
        options.setSocketFactory(new BrokerSocketFactory(settings.socket()));
        options.setConnectionTimeout(settings.timeoutSeconds());
        options.setCleanSession(request.cleanStart());
        options.setKeepAliveInterval(request.keepAliveSeconds());
        options.setMaxInflight(largestQueue());
        Properties headers = new Properties();
        headers.putAll(request.webSocketHeaders());
        options.setCustomWebSocketHeaders(headers);
        options.setUserName(request.credentials().userName());
        String password = request.credentials().password();
        if (password != null) {
            options.setPassword(password.toCharArray());
        }
        WillMessage will = request.will();
        if (will != null) {
            options.setWill(will.topic(), will.payload(), will.qos(), will.retained());
        }
        return options;
    }

    /** The driver keeps the window; the library must not refuse what fits. */
    private int largestQueue() {
        long queue = (long) request.maximumInflight() + PahoExchanges.LARGEST_UNWRITTEN
                     + settings.restored().publishes().size();
        return (int) Math.min(RECEIVE_MAXIMUM, queue);
    }

    @Override
    public ConnectResult result(boolean sessionPresent) {
        return new ConnectResult(
                request.version(), sessionPresent, request.clientId(), request.keepAliveSeconds(),
                request.cleanStart() ? 0 : NEVER_EXPIRES, RECEIVE_MAXIMUM, HIGHEST_QOS, true, LARGEST_PACKET, true, true,
                true, null);
    }

    @Override
    public int publish(OutgoingMessage message, long nowNanos) throws PahoException {
        try {
            return connected().publish(message.topic(), message(message), message, null).getMessageId();
        } catch (MqttException e) {
            throw new PahoException(e.getReasonCode(), e);
        }
    }

    private static MqttMessage message(OutgoingMessage message) {
        MqttMessage out = new MqttMessage(message.payload());
        out.setQos(message.qos());
        out.setRetained(message.isRetained());
        return out;
    }

    @Override
    public void subscribe(List<Subscription> subscriptions, ReplyCallback callback) throws PahoException {
        String[] filters = subscriptions.stream().map(Subscription::filter).toArray(String[]::new);
        int[] qos = subscriptions.stream().mapToInt(Subscription::qos).toArray();
        try {
            connected().subscribe(filters, qos, null, new Reply(token -> callback.replied(token.getGrantedQos())));
        } catch (MqttException e) {
            throw new PahoException(e.getReasonCode(), e);
        }
    }

    @Override
    public void unsubscribe(List<String> filters, ReplyCallback callback) throws PahoException {
        try {
            connected().unsubscribe(
                    filters.toArray(String[]::new), null, new Reply(token -> callback.replied(new int[filters.size()])));
        } catch (MqttException e) {
            throw new PahoException(e.getReasonCode(), e);
        }
    }

    @Override
    public void acknowledge(int packetId, int qos) throws PahoException {
        try {
            connected().messageArrivedComplete(packetId, qos);
        } catch (MqttException e) {
            throw new PahoException(e.getReasonCode(), e);
        }
    }

    @Override
    public boolean acknowledgesQos2() {
        return true;
    }

    @Override
    public void disconnect(int reasonCode, long quiesceMillis) throws PahoException {
        try {
            connected().disconnect(quiesceMillis, null, new IMqttActionListener() {
                @Override
                public void onSuccess(IMqttToken token) {
                    events.left();
                }

                @Override
                public void onFailure(IMqttToken token, Throwable cause) {
                    events.left();
                }
            });
        } catch (MqttException e) {
            throw new PahoException(e.getReasonCode(), e);
        }
    }

    @Override
    public void freeze() {
        store.freeze();
    }

    @Override
    public boolean isReleased(int packetId) {
        return store.isReleased(packetId);
    }

    @Override
    public Map<Integer, Object> received() {
        return store.received();
    }

    private MqttAsyncClient connected() {
        return Objects.requireNonNull(client, "not opened");
    }

    private static int codeOf(@Nullable Throwable cause) {
        return cause instanceof MqttException known ? known.getReasonCode() : PahoLinkEvents.NO_CODE;
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        events.arrived(new IncomingMessage(
                topic, message.getPayload(), message.getQos(), message.isRetained(), message.isDuplicate(),
                message.getQos() == 0 ? 0 : message.getId(), null));
    }

    /** The token of a restored publish does not know its Packet Identifier, the answer does. */
    private static int packetId(IMqttDeliveryToken token) {
        return token.getMessageId() == 0 && token.getResponse() != null
                ? token.getResponse().getMessageId() : token.getMessageId();
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {
        OutgoingMessage message = token.getUserContext() instanceof OutgoingMessage known ? known : null;
        events.completed(message, packetId(token), ReasonCodes.SUCCESS, "");
    }

    @Override
    public void connectionLost(@Nullable Throwable cause) {
        events.lost(new PahoLinkEvents.Loss(false, codeOf(cause), "", null, cause));
    }

    /** Hands on SUBACK and UNSUBACK. */
    private record Reply(Consumer<IMqttToken> reply) implements IMqttActionListener {

        @Override
        public void onSuccess(IMqttToken token) {
            reply.accept(token);
        }

        @Override
        public void onFailure(IMqttToken token, Throwable cause) {
            // The connection has ended, which is reported by itself.
        }
    }
}
