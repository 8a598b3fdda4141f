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
package io.github.camelmqttx.it;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.camelmqttx.MqttxSessionEvent.Kind;
import io.github.camelmqttx.testbed.PacketType;
import io.github.camelmqttx.testbed.ScriptedBroker;
import io.github.camelmqttx.testbed.ScriptedConnection;
import io.github.camelmqttx.testbed.TcpProxy;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Promise 9: stop ends everything, whatever the state, and a stopped context never reconnects. */
@Timeout(60)
class StopIT {

    /** Where the sessions are when the stop comes. */
    enum State {
        CONNECTING,
        BACKING_OFF,
        CONNECTED,
        BLACK_HOLED,
        TCP_ONLY,
        GIVEN_UP
    }

    private static void bring(State state, TcpProxy proxy, ScriptedBroker broker, ItSupport it, SessionWatch watch) {
        switch (state) {
            case CONNECTING -> broker.ignore(PacketType.CONNECT);
            case BACKING_OFF, GIVEN_UP -> proxy.down();
            case TCP_ONLY -> proxy.blackHole();
            case CONNECTED, BLACK_HOLED -> {
                // from the connected state
            }
        }
        it.defaults().setReconnectMaxAttempts(state == State.GIVEN_UP ? 1 : 0);
        it.start();
        switch (state) {
            case CONNECTING -> broker.awaitConnection();
            case BACKING_OFF -> watch.await(Kind.ROUND_FAILED);
            case GIVEN_UP -> watch.await(Kind.GIVEN_UP);
            case TCP_ONLY -> await().until(() -> proxy.openConnections() >= 1);
            case CONNECTED -> watch.awaitUp("in");
            case BLACK_HOLED -> {
                watch.awaitUp("in");
                proxy.blackHole();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(State.class)
    @DisplayName("M23 F23 promise 9: stop in each state ends soon, leaves no thread and no connection, and never reconnects")
    void stop_inEachState_leavesNothing(State state) throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start(); TcpProxy proxy = TcpProxy.to(broker.host(), broker.port())) {
            CompletableFuture<Exchange> pending;
            try (ItSupport it = new ItSupport(proxy.uri())) {
                SessionWatch watch = SessionWatch.on(it);
                it.defaults().setConnectionTimeout(1500);
                it.defaults().setReconnectDelay(300);
                it.record("in", "mqttx:stop/#?clientId=stop-in");
                it.context().addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:out").to("mqttx:stop/a?clientId=stop-out");
                    }
                });
                bring(state, proxy, broker, it, watch);
                pending = it.template().asyncSend("direct:out", exchange -> exchange.getMessage().setBody("last"));
                it.context().getShutdownStrategy().setTimeout(2);
                long begin = System.nanoTime();
                it.context().stop();
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(25));
            }
            assertThat(pending.get(1, TimeUnit.SECONDS).isFailed())
                    .as("a publish has its outcome, which is failure without broker")
                    .isEqualTo(state != State.CONNECTED);
            proxy.heal();
            await().until(() -> proxy.openConnections() == 0);
            int accepted = proxy.acceptedConnections();
            broker.reset(PacketType.CONNECT);
            proxy.up();
            await().during(Duration.ofSeconds(1)).until(() -> proxy.acceptedConnections() == accepted);
        }
    }

    @Test
    @DisplayName("M23 promise 9: a clean stop ends with DISCONNECT, Normal disconnection: no Will")
    void stop_connected_endsWithDisconnect() throws Exception {
        try (ScriptedBroker broker = ScriptedBroker.start()) {
            try (ItSupport it = new ItSupport(broker.uri())) {
                it.record("in", "mqttx:stop/#?mqttVersion=5");
                it.start();
                it.context().stop();
            }
            ScriptedConnection connection = broker.awaitConnection();
            assertThat(connection.await(PacketType.DISCONNECT).reasonCode()).isZero();
            assertThat(connection.received().get(connection.received().size() - 1).type()).isEqualTo(PacketType.DISCONNECT);
            assertThat(broker.connections()).hasSize(1);
        }
    }
}
