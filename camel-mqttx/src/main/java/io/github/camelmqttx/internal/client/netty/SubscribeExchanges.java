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
package io.github.camelmqttx.internal.client.netty;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.ReasonCodes;
import io.github.camelmqttx.internal.client.ReplyCallback;
import io.github.camelmqttx.internal.client.SerialContext;
import io.github.camelmqttx.internal.client.Subscription;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttSubscribePayload;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribePayload;

/**
 * SUBSCRIBE and UNSUBSCRIBE of one connection. A request whose filters do not fit one packet (different Subscription
 * Identifiers, or the broker's Maximum Packet Size) goes out as several; its callback gets all answers together. A
 * request that finds no free Packet Identifier waits for one. Spec: 5.0 sections 3.8 to 3.11.
 */
final class SubscribeExchanges {

    private static final MqttFixedHeader SUBSCRIBE = PacketWriter.header(MqttMessageType.SUBSCRIBE, 1);
    private static final MqttFixedHeader UNSUBSCRIBE = PacketWriter.header(MqttMessageType.UNSUBSCRIBE, 1);
    private static final int PACKET_OVERHEAD = 16;

    private final SerialContext context;
    private final PacketIds ids;
    private final PacketWriter writer;
    private final boolean hasProperties;
    private final int maximumPacketSize;

    private final List<Part> pending = new ArrayList<>(2);
    private final Deque<Part> waiting = new ArrayDeque<>(2);

    SubscribeExchanges(SerialContext context, PacketIds ids, PacketWriter writer, ProtocolVersion version,
                       int maximumPacketSize) {
        this.context = context;
        this.ids = ids;
        this.writer = writer;
        this.hasProperties = version == ProtocolVersion.MQTT_5;
        this.maximumPacketSize = maximumPacketSize;
    }

    void subscribe(List<Subscription> subscriptions, ReplyCallback callback) {
        request(subscriptions, false, callback);
    }

    void unsubscribe(List<String> filters, ReplyCallback callback) {
        List<Subscription> subscriptions = new ArrayList<>(filters.size());
        for (String filter : filters) {
            subscriptions.add(new Subscription(filter, 0, false, false, 0, 0));
        }
        request(subscriptions, true, callback);
    }

    /** @param reasonCodes one for each filter, or none in an UNSUBACK of MQTT 3.x */
    void answered(int packetId, boolean unsubscribe, List<? extends Number> reasonCodes) {
        if (!(ids.get(packetId) instanceof Part part) || part.unsubscribe != unsubscribe) {
            throw new ProtocolViolation(
                    ReasonCodes.PROTOCOL_ERROR,
                    "sent " + (unsubscribe ? "UNSUBACK" : "SUBACK") + " with Packet Identifier " + packetId
                                                + ", which no request has");
        }
        boolean none = unsubscribe && !hasProperties;
        if (!none && reasonCodes.size() != part.count) {
            throw new ProtocolViolation(
                    ReasonCodes.PROTOCOL_ERROR,
                    "answered a request of " + part.count + " filters with " + reasonCodes.size() + " Reason Codes");
        }
        ids.release(packetId);
        pending.remove(part);
        for (int i = 0; i < part.count; i++) {
            part.request.codes[part.from + i] = none ? ReasonCodes.SUCCESS : reasonCodes.get(i).intValue() & 0xFF;
        }
        part.request.partDone();
        idReleased();
    }

    /** An identifier has become free: sends what waited for one. */
    void idReleased() {
        while (!waiting.isEmpty() && ids.used() < PacketIds.MAXIMUM_ID) {
            send(waiting.remove());
        }
    }

    /** The connection is over: frees the identifiers and drops the callbacks. */
    void drop() {
        for (Part part : pending) {
            ids.release(part.packetId);
        }
        pending.clear();
        waiting.clear();
    }

    private void request(List<Subscription> subscriptions, boolean unsubscribe, ReplyCallback callback) {
        Request request = new Request(subscriptions, callback);
        List<Part> parts = new ArrayList<>(1);
        int from = 0;
        while (from < subscriptions.size()) {
            int to = endOfPart(subscriptions, from);
            if (to == from) {
                request.codes[from++] = ReasonCodes.PACKET_TOO_LARGE;
            } else {
                parts.add(new Part(request, from, to - from, unsubscribe));
                from = to;
            }
        }
        request.outstanding = parts.size();
        if (parts.isEmpty()) {
            context.execute(() -> callback.replied(request.codes));
        }
        for (Part part : parts) {
            if (ids.used() < PacketIds.MAXIMUM_ID && waiting.isEmpty()) {
                send(part);
            } else {
                waiting.add(part);
            }
        }
    }

    private int endOfPart(List<Subscription> subscriptions, int from) {
        int identifier = subscriptions.get(from).identifier();
        long size = PACKET_OVERHEAD;
        int i = from;
        for (; i < subscriptions.size(); i++) {
            Subscription subscription = subscriptions.get(i);
            size += 3 + ByteBufUtil.utf8Bytes(subscription.filter());
            if (size > maximumPacketSize || subscription.identifier() != identifier) {
                return i;
            }
        }
        return i;
    }

    private void send(Part part) {
        int packetId = ids.allocate(part);
        part.packetId = packetId;
        pending.add(part);
        List<Subscription> subscriptions = part.request.subscriptions.subList(part.from, part.from + part.count);
        writer.write(part.unsubscribe ? unsubscribePacket(packetId, subscriptions) : subscribePacket(packetId, subscriptions),
                packetId);
    }

    private MqttMessage subscribePacket(int packetId, List<Subscription> subscriptions) {
        List<MqttTopicSubscription> filters = new ArrayList<>(subscriptions.size());
        for (Subscription subscription : subscriptions) {
            filters.add(new MqttTopicSubscription(
                    subscription.filter(), new MqttSubscriptionOption(
                            MqttQoS.valueOf(subscription.qos()), subscription.noLocal(), subscription.retainAsPublished(),
                            MqttSubscriptionOption.RetainedHandlingPolicy.valueOf(subscription.retainHandling()))));
        }
        int identifier = subscriptions.get(0).identifier();
        MqttProperties properties = MqttProperties.NO_PROPERTIES;
        if (identifier > 0 && hasProperties) {
            properties = new MqttProperties();
            PropertyMapper.addInt(properties, PropertyIds.SUBSCRIPTION_IDENTIFIER, identifier);
        }
        return new MqttSubscribeMessage(
                SUBSCRIBE, new MqttMessageIdAndPropertiesVariableHeader(packetId, properties),
                new MqttSubscribePayload(filters));
    }

    private static MqttMessage unsubscribePacket(int packetId, List<Subscription> subscriptions) {
        List<String> filters = subscriptions.stream().map(Subscription::filter).toList();
        MqttMessageIdVariableHeader header
                = new MqttMessageIdAndPropertiesVariableHeader(packetId, MqttProperties.NO_PROPERTIES);
        return new MqttUnsubscribeMessage(UNSUBSCRIBE, header, new MqttUnsubscribePayload(filters));
    }

    /** One call of the port. */
    private static final class Request {
        private final List<Subscription> subscriptions;
        private final ReplyCallback callback;
        private final int[] codes;
        private int outstanding;

        Request(List<Subscription> subscriptions, ReplyCallback callback) {
            this.subscriptions = subscriptions;
            this.callback = callback;
            this.codes = new int[subscriptions.size()];
        }

        void partDone() {
            if (--outstanding == 0) {
                callback.replied(codes);
            }
        }
    }

    /** One packet of a request; owns a Packet Identifier while it is pending. */
    private static final class Part {
        private final Request request;
        private final int from;
        private final int count;
        private final boolean unsubscribe;
        private int packetId;

        Part(Request request, int from, int count, boolean unsubscribe) {
            this.request = request;
            this.from = from;
            this.count = count;
            this.unsubscribe = unsubscribe;
        }
    }
}
