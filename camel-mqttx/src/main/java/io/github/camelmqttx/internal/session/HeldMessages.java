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
package io.github.camelmqttx.internal.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

import io.github.camelmqttx.internal.ack.Delivery;

/**
 * Received messages without a route. Those of QoS 1 and 2 are all kept, since the broker sends only a window of them;
 * of QoS 0 the newest {@value #MAX_QOS_0}. Confined to the serial context.
 */
final class HeldMessages {

    static final int MAX_QOS_0 = 1_000;

    private final Deque<Delivery> held = new ArrayDeque<>();
    private int qos0;

    /**
     * Keeps a message.
     *
     * @return a message that had to go for it, to be completed by the caller; empty if none
     */
    List<Delivery> add(Delivery delivery) {
        List<Delivery> evicted = new ArrayList<>(1);
        if (delivery.message().qos() == 0) {
            if (qos0 == MAX_QOS_0) {
                evicted.add(removeOldestQos0());
            }
            qos0++;
        }
        held.add(delivery);
        return evicted;
    }

    private Delivery removeOldestQos0() {
        Iterator<Delivery> deliveries = held.iterator();
        Delivery delivery = deliveries.next();
        while (delivery.message().qos() != 0) {
            delivery = deliveries.next();
        }
        deliveries.remove();
        qos0--;
        return delivery;
    }

    /** Takes out the messages for which there is a route now, in the order of their arrival. */
    List<Delivery> take(Predicate<Delivery> routed) {
        List<Delivery> taken = new ArrayList<>();
        for (Iterator<Delivery> deliveries = held.iterator(); deliveries.hasNext();) {
            Delivery delivery = deliveries.next();
            if (routed.test(delivery)) {
                deliveries.remove();
                qos0 -= delivery.message().qos() == 0 ? 1 : 0;
                taken.add(delivery);
            }
        }
        taken.sort((one, other) -> Long.signum(one.arrivedNanos() - other.arrivedNanos()));
        return taken;
    }

    int size() {
        return held.size();
    }
}
