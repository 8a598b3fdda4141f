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

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.github.camelmqttx.internal.client.ConnectRequest;
import io.github.camelmqttx.internal.client.ConnectResult;
import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.ReasonCodes;
import io.github.camelmqttx.internal.client.ReplyCallback;
import io.github.camelmqttx.internal.client.Subscription;
import io.github.camelmqttx.internal.client.WillMessage;
import io.github.camelmqttx.internal.client.netty.ConnectErrors;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttPersistable;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttPubRel;
import org.eclipse.paho.mqttv5.common.packet.MqttPublish;
import org.jspecify.annotations.Nullable;

/**
 * MQTT 5.0 by version 5 of the library.
 * <p>
 * The library answers PUBREC to a QoS 2 message as soon as it has queued it for its callback, does not recognise a
 * repetition, and loses what is queued with the connection. Here such a message is taken over when the library stores
 * it, before PUBREC; its callback is not used for it. Its Packet Identifier is in the store until PUBREL, so that a
 * repetition is recognised.
 */
final class Paho5Link implements PahoLink, MqttCallback {

    /** Kept, so that its level stays: the library logs each PUBREL at INFO. */
    private static final Logger LIBRARY_LOG = Logger.getLogger("org.eclipse.paho.mqttv5");
    private static final int LARGEST_PACKET = 268_435_460;
    private static final int RECEIVE_MAXIMUM_DEFAULT = 65_535;
    private static final int HIGHEST_QOS = 2;
    private static final String REPLACED = "-";

    static {
        if (LIBRARY_LOG.getLevel() == null) {
            LIBRARY_LOG.setLevel(Level.WARNING);
        }
    }

    private final PahoLinkSettings settings;
    private final ConnectRequest request;
    private final PahoLinkEvents events;
    private final PacketStore<MqttPersistable> store = new PacketStore<>(this::received);
    private @Nullable MqttAsyncClient client;
    private volatile MqttProperties connack = new MqttProperties();

    Paho5Link(PahoLinkSettings settings) {
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
                    settings.uri(), request.clientId(), new Paho5Store(store),
                    new Paho5Ping(new KeepAliveTimer(settings.context(), settings.blocking())), null);
            created.setCallback(this);
            created.setManualAcks(true);
            client = created;
            created.connect(options(), null, new MqttActionListener() {
                @Override
                public void onSuccess(IMqttToken token) {
                    MqttProperties given = token.getResponseProperties();
                    connack = given == null ? new MqttProperties() : given;
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
        long now = settings.context().nanoTime();
        for (OutgoingMessage message : restored.publishes()) {
            MqttPublish packet = new MqttPublish(
                    message.topic(), message(message), Paho5Properties.encode(message, now));
            packet.setMessageId(message.packetId());
            store.restore(PacketStore.SENT + message.packetId(), packet);
            if (message.state() == OutgoingMessage.State.RELEASED) {
                restoreRelease(message.packetId());
            }
        }
        for (int packetId : restored.releases()) {
            MqttMessage nothing = new MqttMessage(new byte[0], HIGHEST_QOS, false, null);
            MqttPublish packet = new MqttPublish(REPLACED, nothing, new MqttProperties());
            packet.setMessageId(packetId);
            store.restore(PacketStore.SENT + packetId, packet);
            restoreRelease(packetId);
        }
        restored.received().forEach(
                (packetId, packet) -> store.restore(PacketStore.RECEIVED + packetId, (MqttPersistable) packet));
    }

    private void restoreRelease(int packetId) throws MqttException {
        store.restore(PacketStore.RELEASED + packetId, new MqttPubRel(0, packetId, new MqttProperties()));
    }

    private MqttConnectionOptions options() {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setAutomaticReconnect(false);
        options.setUseSubscriptionIdentifiers(false);
        options.setSocketFactory(new BrokerSocketFactory(settings.socket()));
        options.setConnectionTimeout(settings.timeoutSeconds());
        options.setCleanStart(request.cleanStart());
        options.setKeepAliveInterval(request.keepAliveSeconds());
        options.setSessionExpiryInterval(request.sessionExpirySeconds());
        options.setReceiveMaximum(request.receiveMaximum());
        options.setMaximumPacketSize((long) request.maximumPacketSize());
        options.setCustomWebSocketHeaders(request.webSocketHeaders());
        options.setUserName(request.credentials().userName());
        String password = request.credentials().password();
        options.setPassword(password == null ? null : password.getBytes(StandardCharsets.UTF_8));
        if (!request.userProperties().isEmpty()) {
            options.setUserProperties(Paho5Properties.encode(request.userProperties()));
        }
        WillMessage will = request.will();
        if (will != null) {
            options.setWill(will.topic(), new MqttMessage(will.payload(), will.qos(), will.retained(), null));
            options.setWillMessageProperties(Paho5Properties.encode(will));
        }
        return options;
    }

    @Override
    public ConnectResult result(boolean sessionPresent) {
        MqttProperties given = connack;
        String assigned = given.getAssignedClientIdentifier();
        Long packetSize = given.getMaximumPacketSize();
        return new ConnectResult(
                ProtocolVersion.MQTT_5, sessionPresent, assigned == null ? request.clientId() : assigned,
                orElse(given.getServerKeepAlive(), request.keepAliveSeconds()),
                given.getSessionExpiryInterval() == null ? request.sessionExpirySeconds() : given.getSessionExpiryInterval(),
                orElse(given.getReceiveMaximum(), RECEIVE_MAXIMUM_DEFAULT), orElse(given.getMaximumQoS(), HIGHEST_QOS),
                !Objects.equals(given.isRetainAvailable(), false),
                (int) Math.min(LARGEST_PACKET, packetSize == null ? LARGEST_PACKET : packetSize),
                given.isWildcardSubscriptionsAvailable(), given.isSubscriptionIdentifiersAvailable(),
                given.isSharedSubscriptionAvailable(), given.getServerReference());
    }

    private static int orElse(@Nullable Integer value, int absent) {
        return value == null ? absent : value;
    }

    @Override
    public int publish(OutgoingMessage message, long nowNanos) throws PahoException {
        MqttMessage out = message(message);
        out.setProperties(Paho5Properties.encode(message, nowNanos));
        try {
            return connected().publish(message.topic(), out, message, null).getMessageId();
        } catch (MqttException e) {
            throw new PahoException(e.getReasonCode(), e);
        }
    }

    private static MqttMessage message(OutgoingMessage message) {
        return new MqttMessage(message.payload(), message.qos(), message.isRetained(), null);
    }

    @Override
    public void subscribe(List<Subscription> subscriptions, ReplyCallback callback) throws PahoException {
        MqttSubscription[] filters = new MqttSubscription[subscriptions.size()];
        for (int i = 0; i < filters.length; i++) {
            Subscription subscription = subscriptions.get(i);
            filters[i] = new MqttSubscription(subscription.filter(), subscription.qos());
            filters[i].setNoLocal(subscription.noLocal());
            filters[i].setRetainAsPublished(subscription.retainAsPublished());
            filters[i].setRetainHandling(subscription.retainHandling());
        }
        MqttProperties properties = new MqttProperties();
        int identifier = subscriptions.get(0).identifier();
        if (identifier > 0) {
            properties.setSubscriptionIdentifier(identifier);
        }
        try {
            connected().subscribe(filters, null, new Reply(callback), properties);
        } catch (MqttException e) {
            throw new PahoException(e.getReasonCode(), e);
        }
    }

    @Override
    public void unsubscribe(List<String> filters, ReplyCallback callback) throws PahoException {
        try {
            connected().unsubscribe(filters.toArray(String[]::new), null, new Reply(callback), new MqttProperties());
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
        return false;
    }

    @Override
    public void disconnect(int reasonCode, long quiesceMillis) throws PahoException {
        try {
            connected().disconnect(quiesceMillis, null, new MqttActionListener() {
                @Override
                public void onSuccess(IMqttToken token) {
                    events.left();
                }

                @Override
                public void onFailure(IMqttToken token, Throwable cause) {
                    events.left();
                }
            }, reasonCode, new MqttProperties());
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

    /** A QoS 2 message that is not a repetition; its PUBREC follows. */
    private void received(MqttPersistable packet) {
        if (packet instanceof MqttPublish publish) {
            arrived(publish.getTopicName(), publish.getMessage(), publish.getMessageId());
        }
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        if (message.getQos() < HIGHEST_QOS) {
            arrived(topic, message, message.getQos() == 0 ? 0 : message.getId());
        }
    }

    private void arrived(String topic, MqttMessage message, int packetId) {
        events.arrived(new IncomingMessage(
                topic, message.getPayload(), message.getQos(), message.isRetained(), message.isDuplicate(), packetId,
                Paho5Properties.decode(message)));
    }

    /** The token of a restored publish does not know its Packet Identifier, the answer does. */
    private static int packetId(IMqttToken token) {
        return token.getMessageId() == 0 && token.getResponse() != null
                ? token.getResponse().getMessageId() : token.getMessageId();
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        int reasonCode = ReasonCodes.SUCCESS;
        int[] codes = token.getReasonCodes();
        for (int i = 0; codes != null && i < codes.length && !ReasonCodes.isError(reasonCode); i++) {
            reasonCode = codes[i];
        }
        MqttProperties properties = token.getResponseProperties();
        String said = ReasonCodes.isError(reasonCode) && properties != null
                ? ConnectErrors.said(properties.getReasonString()) : "";
        OutgoingMessage message = token.getUserContext() instanceof OutgoingMessage known ? known : null;
        events.completed(message, packetId(token), reasonCode, said);
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        MqttException cause = response.getException();
        if (cause == null) {
            events.lost(new PahoLinkEvents.Loss(
                    true, response.getReturnCode(), ConnectErrors.said(response.getReasonString()),
                    response.getServerReference(), null));
        } else {
            events.lost(new PahoLinkEvents.Loss(false, cause.getReasonCode(), "", null, cause));
        }
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
        // Followed by the end of the connection.
    }

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {
        // The listener of connect has been told.
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
        // Enhanced authentication is not offered, so a broker does not send AUTH.
    }

    /** Hands on the Reason Codes of SUBACK and UNSUBACK. */
    private record Reply(ReplyCallback callback) implements MqttActionListener {

        @Override
        public void onSuccess(IMqttToken token) {
            callback.replied(token.getReasonCodes());
        }

        @Override
        public void onFailure(IMqttToken token, Throwable cause) {
            // The connection has ended, which is reported by itself.
        }
    }
}
