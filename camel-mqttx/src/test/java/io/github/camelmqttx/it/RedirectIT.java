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

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.MqttxSessionEvent.Kind;
import io.github.camelmqttx.testbed.Certificates;
import io.github.camelmqttx.testbed.LogCapture;
import io.github.camelmqttx.testbed.PacketType;
import io.github.camelmqttx.testbed.Packets;
import io.github.camelmqttx.testbed.ScriptedBroker;
import io.netty.handler.codec.mqtt.MqttProperties;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** X07 promise 6: Server References, with scripted brokers on the wire. */
@Timeout(60)
class RedirectIT {

    private static final String SECRET = "t0p-s3cret";
    private static final int USE_ANOTHER = 0x9C;
    private static final int MOVED = 0x9D;
    private static final String IN = "mqttx:redirect/#?clientId=moving&userName=plant&mqttVersion=5&reconnectDelay=50"
                                     + "&reconnectMaxDelay=200&connectionTimeout=2s&password=" + SECRET;

    @AutoClose
    private final ScriptedBroker first = ScriptedBroker.start();
    @AutoClose
    private final ScriptedBroker second = ScriptedBroker.start();
    @AutoClose
    private final ScriptedBroker third = ScriptedBroker.start();

    private static MqttProperties reference(String text) {
        MqttProperties properties = new MqttProperties();
        properties.add(new MqttProperties.StringProperty(0x1C, text));
        return properties;
    }

    private static String at(ScriptedBroker broker) {
        return broker.host() + ":" + broker.port();
    }

    private ItSupport support(String brokers, boolean follow) {
        ItSupport it = new ItSupport(brokers);
        it.defaults().setFollowServerReference(follow);
        return it;
    }

    @ParameterizedTest(name = "Reason Code {0}")
    @ValueSource(ints = { USE_ANOTHER, MOVED })
    @DisplayName("X07 a CONNACK that names another broker is followed when allowed")
    void connack_allowed_isFollowed(int code) throws Exception {
        first.refuseConnect(code, reference(at(second)));
        try (ItSupport it = support(first.uri(), true)) {
            SessionWatch watch = SessionWatch.on(it);
            it.record("in", IN + "&testConnectionOnStartup=true");
            it.start();
            watch.awaitAt("in", second.uri());
            assertThat(watch.await(Kind.REDIRECTED).getDetail()).contains(at(first), at(second));
            assertThat(second.awaitConnection().connect().payload().userName()).isEqualTo("plant");
        }
        assertThat(first.connections()).hasSize(1);
    }

    @Test
    @DisplayName("X07 promise 11: not allowed, nothing is sent to the broker that was named; log, event and exception say so")
    void connack_notAllowed_namedBrokerGetsNothing() throws Exception {
        first.refuseConnect(USE_ANOTHER, reference(at(second)));
        try (ItSupport it = support(first.uri(), false); LogCapture log = LogCapture.start()) {
            SessionWatch watch = SessionWatch.on(it);
            it.record("in", IN + "&testConnectionOnStartup=true");
            Throwable thrown = catchThrowable(it::start);
            assertThat(thrown).hasStackTraceContaining(MqttxConnectException.class.getName())
                    .hasStackTraceContaining("followServerReference=true").hasStackTraceContaining(at(second));
            assertThat(watch.await(Kind.REDIRECT_IGNORED).getDetail()).contains(at(second), "followServerReference=true");
            assertThat(log.troubles()).anySatisfy(line -> assertThat(line).contains(at(second), "followServerReference=true"));
            assertThat(log.text()).doesNotContain(SECRET);
        }
        assertThat(second.connections()).isEmpty();
    }

    @ParameterizedTest(name = "Reason Code {0}")
    @ValueSource(ints = { USE_ANOTHER, MOVED })
    @DisplayName("X07 a DISCONNECT that names another broker while a publish is in flight: followed, and nothing is lost")
    void disconnect_publishInFlight_arrivesAtTheNamedBroker(int code) throws Exception {
        first.on(PacketType.PUBLISH, (connection, packet) -> {
            connection.send(Packets.disconnect(code, reference(at(second))));
            connection.close();
        });
        try (ItSupport it = support(first.uri(), true)) {
            it.start();
            CompletableFuture<Exchange> sent = it.template().asyncSend(
                    IN.replace("redirect/#", "redirect/a") + "&qos=1", exchange -> exchange.getMessage().setBody("x"));
            assertThat(sent.get(20, TimeUnit.SECONDS).getException()).isNull();
            assertThat(second.awaitConnection().await(PacketType.PUBLISH, 1)).hasSize(1);
        }
        assertThat(first.connections()).hasSize(1);
    }

    @Test
    @DisplayName("X07 0x9D: the session does not come back to the old address")
    void moved_connectionLost_newAddressIsUsed() throws Exception {
        first.refuseConnect(MOVED, reference(at(second)));
        try (ItSupport it = support(first.uri(), true)) {
            it.defaults().setFailbackDelay(200);
            SessionWatch watch = SessionWatch.on(it);
            it.record("in", IN);
            it.start();
            watch.awaitAt("in", second.uri());
            second.awaitConnection().reset();
            second.awaitConnection();
            watch.awaitAt("in", second.uri());
        }
        assertThat(first.connections()).hasSize(1);
    }

    @Test
    @DisplayName("X07 0x9C: the session comes back to the preferred broker when that takes clients again")
    void usedForNow_preferredBrokerRecovers_isReturnedTo() throws Exception {
        first.refuseConnect(USE_ANOTHER, reference(at(second)));
        try (ItSupport it = support(first.uri(), true)) {
            it.defaults().setFailbackDelay(300);
            SessionWatch watch = SessionWatch.on(it);
            it.record("in", IN);
            it.start();
            watch.awaitAt("in", second.uri());
            first.reset(PacketType.CONNECT);
            watch.awaitAt("in", first.uri());
            assertThat(watch.events(Kind.FAILED_BACK)).isNotEmpty();
        }
    }

    @Test
    @DisplayName("X07 brokers that name each other: the loop is cut and the next of the list is used")
    void loop_ofTwo_isCut() throws Exception {
        first.refuseConnect(USE_ANOTHER, reference(at(second)));
        second.refuseConnect(USE_ANOTHER, reference(at(first)));
        try (ItSupport it = support(first.uri() + "," + third.uri(), true)) {
            SessionWatch watch = SessionWatch.on(it);
            it.record("in", IN);
            it.start();
            watch.awaitAt("in", third.uri());
            assertThat(watch.await(Kind.REDIRECT_IGNORED).getDetail()).contains("loop");
        }
        assertThat(first.connections()).hasSize(1);
        assertThat(second.connections()).hasSize(1);
    }

    @Test
    @DisplayName("X07 a broker that names itself, or nobody, or garbage, or a port where nobody is: a clear error, and the list "
                 + "goes on")
    void references_leadNowhere_listGoesOn() throws Exception {
        for (String reference : new String[] { at(first), "", "::::", "127.0.0.1:" + closedPort() }) {
            first.refuseConnect(USE_ANOTHER, reference(reference));
            try (ItSupport it = support(first.uri() + "," + third.uri(), true)) {
                SessionWatch watch = SessionWatch.on(it);
                it.record("in", IN);
                it.start();
                watch.awaitAt("in", third.uri());
            }
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    @DisplayName("X07 promise 11: TLS stays TLS; a named broker without it gets no CONNECT")
    void reference_ofATlsBroker_isReachedWithTlsOnly() throws Exception {
        try (Certificates certificates = Certificates.create();
             ScriptedBroker secure = ScriptedBroker.startTls(certificates.serverContext(certificates.server()));
             ItSupport it = support(secure.uri() + "," + third.uri(), true)) {
            secure.refuseConnect(USE_ANOTHER, reference(at(second) + " tcp://" + at(second)));
            SessionWatch watch = SessionWatch.on(it);
            it.record("in", IN + "&trustStore=file:" + certificates.authority().identity().certificatePem());
            it.start();
            watch.awaitAt("in", third.uri());
            assertThat(watch.await(Kind.REDIRECT_IGNORED).getDetail()).contains("without TLS");
            secure.refuseConnect(USE_ANOTHER, reference(at(second)));
        }
        assertThat(second.connections()).allSatisfy(one -> assertThat(one.received(PacketType.CONNECT)).isEmpty());
    }
}
