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

import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@DisplayName("F15: a publish that is given up, and publishes one at a time")
class AbandonTest {

    private final EngineFixture engine = new EngineFixture();
    private final Requests durable = Requests.to(Requests.BROKER, ProtocolVersion.MQTT_3_1_1).durable();

    private OutgoingMessage publish(String topic, int qos) {
        OutgoingMessage message = Requests.message(topic, qos);
        engine.client.publish(message);
        engine.client.flush();
        return message;
    }

    @Test
    @DisplayName("F15 an abandoned publish is not sent again when the session is resumed; the others are")
    void abandoned_isNotSentAgain() {
        engine.connect(durable, false);
        OutgoingMessage poison = publish("poison", 1);
        OutgoingMessage other = publish("other", 1);
        engine.sent();
        engine.cut();

        engine.client.abandon(poison);
        engine.connect(durable.attempt(2), true);

        assertThat(engine.sent()).containsExactly("PUBLISH other q1 id " + other.packetId() + " DUP");
        assertThat(engine.client.inflight()).isEqualTo(1);
        assertThat(engine.listener.publishFailures).isEmpty();
    }

    @Test
    @DisplayName("F15 F20 the identifier of an abandoned QoS 2 publish is released before its next use, no other")
    void abandonedQos2_identifierIsReleasedFirst() {
        SessionState state = new SessionState();
        OutgoingMessage poison = Requests.message("poison", 2);
        state.resume(Requests.BROKER, false, false);
        state.append(poison);
        poison.packetId(state.ids().allocate(poison));

        state.abandon(poison);

        assertThat(state.inflight()).isZero();
        assertThat(state.ids().get(poison.packetId())).isNull();
        assertThat(state.mustReleaseFirst(poison.packetId() + 1)).isFalse();
        assertThat(state.mustReleaseFirst(poison.packetId())).isTrue();
        assertThat(state.mustReleaseFirst(poison.packetId())).as("once").isFalse();
    }

    @Test
    @DisplayName("F15 with a limit of 1, what was in flight goes out one by one in its order, new ones after it")
    void limited_goOutOneByOne() {
        engine.connect(durable, false);
        for (int i = 1; i <= 3; i++) {
            publish("t" + i, 1);
        }
        engine.sent();
        engine.cut();
        engine.client.limitInflight(1);
        engine.connect(durable.attempt(2), true);

        assertThat(engine.sent()).containsExactly("PUBLISH t1 q1 id 1 DUP");
        assertThat(engine.client.canPublish(1)).isFalse();
        engine.puback(1);
        assertThat(engine.sent()).containsExactly("PUBLISH t2 q1 id 2 DUP");
        engine.client.limitInflight(Integer.MAX_VALUE);
        engine.client.flush();
        assertThat(engine.sent()).containsExactly("PUBLISH t3 q1 id 3 DUP");
        assertThat(engine.client.canPublish(1)).isTrue();
    }

    @Test
    void abandon_duringConnection_isRefused() {
        engine.connect(durable, false);
        OutgoingMessage message = publish("t", 1);
        assertThatThrownBy(() -> engine.client.abandon(message)).isInstanceOf(IllegalStateException.class);
    }
}
