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
package io.github.camelmqttx.internal.failure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.camelmqttx.internal.ack.Deliveries;
import io.github.camelmqttx.internal.ack.Delivery;
import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.deadletter.DeadLetterReason;
import io.github.camelmqttx.internal.deadletter.DeadLetterTopic;
import io.github.camelmqttx.internal.session.RetryDelay;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("Which failure has which fate (promise 3; F06, M50, M51)")
class FailureStrategiesTest {

    private static final RuntimeException FAILURE = new IllegalStateException("no at mqtt://h?password=verySecret");

    private final List<String> done = new ArrayList<>();
    private final FailureActions actions = new FailureActions() {

        @Override
        public void redeliver(Delivery delivery, long delayNanos) {
            done.add("redeliver " + delayNanos);
        }

        @Override
        public void deadLetter(Delivery delivery, DeadLetterTopic topic, DeadLetterReason reason) {
            done.add("dead letter " + reason.route() + " " + reason.attempts() + " " + reason.message());
        }

        @Override
        public void keep(Delivery delivery) {
            done.add("keep");
        }

        @Override
        public void stopRoute(Delivery delivery, Throwable failure) {
            done.add("stop");
        }

        @Override
        public void giveUp(Delivery delivery, String why) {
            done.add("give up");
        }
    };

    private String fate(String option, String topic, String messageTopic, int qos, int failedBefore) {
        FailureSettings settings = new FailureSettings(
                FailureAction.of(option), 2, new RetryDelay(10, 30), topic == null ? null : new DeadLetterTopic(topic));
        Delivery delivery = Deliveries.failedBefore(
                new IncomingMessage(messageTopic, new byte[0], qos, false, false, 1, null), failedBefore);
        Fate fate = FailureStrategies.of(settings, "r1", actions).decide(delivery, FAILURE);
        assertThat(done).as("decided, not done").isEmpty();
        assertThat(fate.text()).doesNotContain("verySecret");
        fate.carry().run();
        return delivery.isComplete() ? "complete" : String.join(", ", done);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            "acknowledge,-,a,1,0,complete", "acknowledge,-,a,0,0,complete", "redeliver,-,a,1,0,redeliver 10",
            "redeliver,-,a,2,1,redeliver 20", "redeliver,-,a,1,2,stop", "redeliver,-,a,0,0,complete", "stop,-,a,1,0,stop",
            "stop,-,a,0,0,stop", "deadLetter,dead,dead,1,0,give up", "redeliver,dead,dead,1,2,give up" })
    void failure_optionAndHistory_fate(
            String option, String topic, String messageTopic, int qos, int failedBefore, String fate) {
        assertThat(fate(option, topic, messageTopic, qos, failedBefore)).isEqualTo(fate);
    }

    @ParameterizedTest
    @CsvSource({ "deadLetter,1,0,1", "deadLetter,0,0,1", "redeliver,0,0,1", "redeliver,2,2,3" })
    void failure_withDeadLetterTopic_isDeadLetterWithItsReason(String option, int qos, int failedBefore, int attempts) {
        assertThat(fate(option, "dead", "a", qos, failedBefore)).startsWith("dead letter r1 " + attempts + " no at mqtt://h")
                .doesNotContain("verySecret");
    }

    @Test
    @DisplayName("M49 F16: what a route that is being stopped refuses is kept unacknowledged, whatever onFailure says")
    void refusal_ofARouteThatEnds_isKept() {
        Delivery delivery = Deliveries.of("a", 1);
        AtomicBoolean ends = new AtomicBoolean();
        FailureStrategy strategy = new RefusedByRoute(new AcknowledgeFailed(), ends::get, actions);
        strategy.decide(delivery, new RejectedExecutionException()).carry().run();
        assertThat(done).as("a route that goes on").isEmpty();
        assertThat(delivery.isComplete()).isTrue();
        ends.set(true);
        Delivery refused = Deliveries.of("a", 2);
        strategy.decide(refused, new RejectedExecutionException()).carry().run();
        assertThat(done).containsExactly("keep");
        assertThat(refused.isComplete()).isFalse();
        Delivery failed = Deliveries.of("a", 3);
        strategy.decide(failed, FAILURE).carry().run();
        assertThat(failed.isComplete()).as("a failure of the message itself").isTrue();
    }

    @Test
    void delay_doubles_upToTheLongest() {
        RetryDelay delay = new RetryDelay(10, 35);
        assertThat(List.of(delay.after(0), delay.after(1), delay.after(2), delay.after(1_000))).containsExactly(10L, 20L, 35L,
                35L);
        assertThat(new RetryDelay(0, 35).after(7)).isZero();
        assertThat(new RetryDelay(0, 5).atLeast(100).after(3)).isEqualTo(100);
        assertThat(new RetryDelay(Long.MAX_VALUE / 2 + 1, Long.MAX_VALUE).after(5)).isEqualTo(Long.MAX_VALUE);
    }
}
