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

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.MqttxSubscribeException;
import io.github.camelmqttx.internal.ack.Delivery;
import io.github.camelmqttx.internal.session.MessageHandler;
import io.github.camelmqttx.testbed.Witness;

/** A consumer of a {@link FuzzCase} that takes its time. */
final class FuzzRoute implements MessageHandler {

    /** @param key as it was when it came; a repetition takes its place in the delivery */
    private record Work(Delivery delivery, String key) {
    }

    private final Witness witness;
    private final RandomGenerator random;
    private final List<Work> unfinished = new ArrayList<>();
    private final Set<String> topics = new HashSet<>();
    private boolean atOnce;

    FuzzRoute(Witness witness, RandomGenerator random) {
        this.witness = witness;
        this.random = random;
    }

    @Override
    public String name() {
        return "fuzz";
    }

    @Override
    public void received(Delivery delivery) {
        witness.handed(delivery.message().qos(), delivery.message().packetId());
        topics.add(delivery.message().topic());
        Work work = new Work(delivery, Witness.key(delivery.message().topic(), delivery.message().payload()));
        if (atOnce || random.nextInt(4) == 0) {
            finish(work);
        } else {
            unfinished.add(work);
        }
    }

    @Override
    public void subscriptionRefused(MqttxSubscribeException cause) {
    }

    @Override
    public void connectionGivenUp(MqttxConnectException cause) {
        throw new AssertionError("The session gave up", cause);
    }

    void finishSome() {
        for (int count = random.nextInt(unfinished.size() + 1); count > 0; count--) {
            finish(unfinished.remove(random.nextInt(unfinished.size())));
        }
    }

    /** Everything that waits, and everything that comes from now on. */
    void finishAtOnce() {
        atOnce = true;
        unfinished.forEach(this::finish);
        unfinished.clear();
    }

    private void finish(Work work) {
        witness.completed(work.key());
        work.delivery().complete();
    }

    boolean has(String topic) {
        return topics.contains(topic);
    }
}
