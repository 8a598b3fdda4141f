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
import java.util.Deque;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.util.ReferenceCountUtil;

/**
 * A CONNACK that the broker has sent and the bean of enhanced authentication has not taken yet, with the packets that
 * came in the same read. Nothing is read meanwhile. Confined to the serial context.
 */
final class AcceptedConnack {

    private final Connack connack;
    private final Channel channel;
    private final Deque<MqttMessage> held = new ArrayDeque<>();

    AcceptedConnack(Connack connack, Channel channel) {
        this.connack = connack;
        this.channel = channel;
        channel.config().setAutoRead(false);
    }

    Connack connack() {
        return connack;
    }

    void hold(MqttMessage packet) {
        held.add(ReferenceCountUtil.retain(packet));
    }

    void resumeReading() {
        channel.config().setAutoRead(true);
    }

    /** Hands over what was held, in order, as long as the condition holds. */
    void replay(Consumer<MqttMessage> handler, BooleanSupplier condition) {
        while (condition.getAsBoolean() && !held.isEmpty()) {
            MqttMessage packet = held.remove();
            try {
                handler.accept(packet);
            } finally {
                ReferenceCountUtil.release(packet);
            }
        }
    }

    /** Releases what is held. */
    void drop() {
        held.forEach(ReferenceCountUtil::release);
        held.clear();
    }
}
