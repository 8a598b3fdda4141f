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

import java.util.List;
import java.util.Map;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.broker.Transport;
import io.github.camelmqttx.internal.client.ConnectRequest;
import io.github.camelmqttx.internal.client.Credentials;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.OutgoingMessage.State;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.PublishCallback;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PahoSessionTest {

    private static final BrokerAddress A = new BrokerAddress(Transport.TCP, "a.example", 1883, "");
    private static final BrokerAddress B = new BrokerAddress(Transport.TCP, "b.example", 1883, "");
    private static final PublishCallback NOBODY = new PublishCallback() {
        @Override
        public void published(OutgoingMessage message) {
        }

        @Override
        public void failed(OutgoingMessage message, Throwable cause) {
        }
    };

    private final PahoSession session = new PahoSession();

    private static ConnectRequest request(BrokerAddress broker, boolean cleanStart) {
        return new ConnectRequest(
                1, broker, ProtocolVersion.MQTT_5, "plant-7", cleanStart, 1, 0, 60, 10, 1_000, 10, Credentials.NONE, null,
                null, Map.of(), List.of());
    }

    private OutgoingMessage sent(int qos, int packetId, State state) {
        OutgoingMessage message
                = new OutgoingMessage("t", new byte[0], qos, false, null, NOBODY, OutgoingMessage.NO_DEADLINE);
        message.packetId(packetId);
        message.state(state);
        session.inflight().add(message);
        return message;
    }

    private boolean connect(BrokerAddress broker, boolean present) {
        ConnectRequest request = request(broker, false);
        return session.resume(request, present, session.restorable(request));
    }

    @Test
    @DisplayName("M41 client=paho: a session of an earlier process takes no QoS 2, a new one and its resumption do")
    void session_isOfAnEarlierProcess_takesNoQos2() {
        connect(A, true);
        assertThat(session.mayPublishQos2()).isFalse();
        connect(A, false);
        assertThat(session.mayPublishQos2()).isTrue();
        assertThat(connect(A, true)).isTrue();
        assertThat(session.mayPublishQos2()).isTrue();
    }

    @Test
    @DisplayName("M41 client=paho: in a resumed session QoS 2 keeps its identifier, QoS 1 is sent anew")
    void session_isResumed_qos2GoesOn() {
        connect(A, false);
        OutgoingMessage one = sent(1, 1, State.PUBLISHED);
        OutgoingMessage two = sent(2, 2, State.RELEASED);
        assertThat(session.restorable(request(A, false)).publishes()).containsExactly(two);
        connect(A, true);

        assertThat(one.packetId()).isZero();
        assertThat(one.state()).isEqualTo(State.QUEUED);
        assertThat(two.packetId()).isEqualTo(2);
    }

    @Test
    @DisplayName("F03 client=paho: a broker that lost the session gets a released publish anew, not only PUBREL")
    void session_isLost_releasedPublishIsSentAnew() {
        connect(A, false);
        OutgoingMessage released = sent(2, 2, State.RELEASED);
        OutgoingMessage published = sent(2, 3, State.PUBLISHED);
        connect(A, false);

        assertThat(released.state()).isEqualTo(State.QUEUED);
        assertThat(published.packetId()).isEqualTo(3);
        assertThat(session.restorable(request(A, false)).releases()).isEmpty();
    }

    @Test
    @DisplayName("F03 client=paho: after a fail-over QoS 2 is new, and is released where it was when the session returns")
    void session_failsOver_leavesItsIdentifiersToBeReleased() {
        connect(A, false);
        OutgoingMessage message = sent(2, 9, State.PUBLISHED);
        connect(B, false);

        assertThat(message.packetId()).isZero();
        assertThat(session.restorable(request(B, false)).releases()).isEmpty();
        assertThat(session.restorable(request(A, false)).releases()).containsExactly(9);
    }

    @Test
    @DisplayName("F14 client=paho: an abandoned QoS 2 publish is released on the next connection")
    void publish_isAbandoned_isReleasedLater() {
        connect(A, false);
        OutgoingMessage message = sent(2, 9, State.PUBLISHED);
        session.abandon(message);

        assertThat(session.inflight()).isEmpty();
        assertThat(session.restorable(request(A, false)).releases()).containsExactly(9);
        assertThat(session.restorable(request(A, true))).isSameAs(Restored.NOTHING);
    }
}
