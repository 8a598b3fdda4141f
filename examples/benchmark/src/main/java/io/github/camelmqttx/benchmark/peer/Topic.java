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
package io.github.camelmqttx.benchmark.peer;

import java.util.Arrays;

/** A Topic Name and its subscriptions. The array is replaced on change, so iterating while changing is safe. */
final class Topic {
    final byte[] name;
    Subscription[] subscriptions = new Subscription[0];

    Topic(byte[] name) {
        this.name = name;
    }

    boolean isNamed(byte[] bytes, int at, int length) {
        return Arrays.equals(name, 0, name.length, bytes, at, at + length);
    }

    void add(Subscription subscription) {
        remove(subscription.subscriber());
        subscriptions = Arrays.copyOf(subscriptions, subscriptions.length + 1);
        subscriptions[subscriptions.length - 1] = subscription;
    }

    boolean remove(PeerConnection subscriber) {
        int before = subscriptions.length;
        subscriptions = Arrays.stream(subscriptions).filter(s -> s.subscriber() != subscriber).toArray(Subscription[]::new);
        return subscriptions.length < before;
    }
}
