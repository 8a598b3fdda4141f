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

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.broker.Transport;
import io.github.camelmqttx.internal.client.Authentication;
import io.github.camelmqttx.internal.client.ConnectRequest;
import io.github.camelmqttx.internal.client.Credentials;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.PublishCallback;
import io.github.camelmqttx.internal.client.TlsEngineFactory;
import io.github.camelmqttx.internal.client.UserProperty;
import io.github.camelmqttx.internal.client.WillMessage;
import org.jspecify.annotations.Nullable;

/** Makes connection requests and messages for tests; each method returns a changed copy. */
record Requests(ConnectRequest request) {

    static final BrokerAddress BROKER = new BrokerAddress(Transport.TCP, "a.example", 1883, "");
    static final BrokerAddress OTHER_BROKER = new BrokerAddress(Transport.TCP, "b.example", 1883, "");

    private static final PublishCallback NOBODY = new PublishCallback() {
        @Override
        public void published(OutgoingMessage message) {
        }

        @Override
        public void failed(OutgoingMessage message, Throwable cause) {
        }
    };

    /** Clean Start 1, window 20, no Keep Alive, 5 s. */
    static Requests to(BrokerAddress broker, ProtocolVersion version) {
        return new Requests(
                new ConnectRequest(
                        1, broker, version, "plant-7", true, TimeUnit.SECONDS.toNanos(5), 0, 0, 65_535, 1_000_000, 20,
                        Credentials.NONE, null, null, Map.of(), List.of()));
    }

    Requests attempt(int number) {
        ConnectRequest r = request;
        return new Requests(
                new ConnectRequest(
                        number, r.broker(), r.version(), r.clientId(), r.cleanStart(), r.timeoutNanos(), r.keepAliveSeconds(),
                        r.sessionExpirySeconds(), r.receiveMaximum(), r.maximumPacketSize(), r.maximumInflight(),
                        r.credentials(),
                        r.will(), r.tls(), r.webSocketHeaders(), r.userProperties()));
    }

    Requests clientId(String id) {
        ConnectRequest r = request;
        return new Requests(
                new ConnectRequest(
                        r.attempt(), r.broker(), r.version(), id, r.cleanStart(), r.timeoutNanos(), r.keepAliveSeconds(),
                        r.sessionExpirySeconds(), r.receiveMaximum(), r.maximumPacketSize(), r.maximumInflight(),
                        r.credentials(),
                        r.will(), r.tls(), r.webSocketHeaders(), r.userProperties()));
    }

    Requests durable() {
        ConnectRequest r = request;
        return new Requests(
                new ConnectRequest(
                        r.attempt(), r.broker(), r.version(), r.clientId(), false, r.timeoutNanos(), r.keepAliveSeconds(),
                        3_600,
                        r.receiveMaximum(), r.maximumPacketSize(), r.maximumInflight(), r.credentials(), r.will(), r.tls(),
                        r.webSocketHeaders(), r.userProperties()));
    }

    Requests keepAlive(int seconds) {
        ConnectRequest r = request;
        return new Requests(
                new ConnectRequest(
                        r.attempt(), r.broker(), r.version(), r.clientId(), r.cleanStart(), r.timeoutNanos(), seconds,
                        r.sessionExpirySeconds(), r.receiveMaximum(), r.maximumPacketSize(), r.maximumInflight(),
                        r.credentials(),
                        r.will(), r.tls(), r.webSocketHeaders(), r.userProperties()));
    }

    Requests limits(int receiveMaximum, int maximumPacketSize, int maximumInflight) {
        ConnectRequest r = request;
        return new Requests(
                new ConnectRequest(
                        r.attempt(), r.broker(), r.version(), r.clientId(), r.cleanStart(), r.timeoutNanos(),
                        r.keepAliveSeconds(),
                        r.sessionExpirySeconds(), receiveMaximum, maximumPacketSize, maximumInflight, r.credentials(), r.will(),
                        r.tls(), r.webSocketHeaders(), r.userProperties()));
    }

    Requests credentials(@Nullable String userName, @Nullable String password) {
        ConnectRequest r = request;
        return new Requests(
                new ConnectRequest(
                        r.attempt(), r.broker(), r.version(), r.clientId(), r.cleanStart(), r.timeoutNanos(),
                        r.keepAliveSeconds(),
                        r.sessionExpirySeconds(), r.receiveMaximum(), r.maximumPacketSize(), r.maximumInflight(),
                        new Credentials(userName, password), r.will(), r.tls(), r.webSocketHeaders(), r.userProperties()));
    }

    Requests authentication(Authentication authentication) {
        ConnectRequest r = request;
        return new Requests(
                new ConnectRequest(
                        r.attempt(), r.broker(), r.version(), r.clientId(), r.cleanStart(), r.timeoutNanos(),
                        r.keepAliveSeconds(),
                        r.sessionExpirySeconds(), r.receiveMaximum(), r.maximumPacketSize(), r.maximumInflight(),
                        new Credentials(null, null, authentication), r.will(), r.tls(), r.webSocketHeaders(),
                        r.userProperties()));
    }

    Requests will(WillMessage will, UserProperty... userProperties) {
        ConnectRequest r = request;
        return new Requests(
                new ConnectRequest(
                        r.attempt(), r.broker(), r.version(), r.clientId(), r.cleanStart(), r.timeoutNanos(),
                        r.keepAliveSeconds(),
                        r.sessionExpirySeconds(), r.receiveMaximum(), r.maximumPacketSize(), r.maximumInflight(),
                        r.credentials(),
                        will, r.tls(), r.webSocketHeaders(), List.of(userProperties)));
    }

    Requests transport(TlsEngineFactory tls, Map<String, String> webSocketHeaders) {
        ConnectRequest r = request;
        return new Requests(
                new ConnectRequest(
                        r.attempt(), r.broker(), r.version(), r.clientId(), r.cleanStart(), r.timeoutNanos(),
                        r.keepAliveSeconds(),
                        r.sessionExpirySeconds(), r.receiveMaximum(), r.maximumPacketSize(), r.maximumInflight(),
                        r.credentials(),
                        r.will(), tls, webSocketHeaders, r.userProperties()));
    }

    Requests timeoutMillis(long millis) {
        ConnectRequest r = request;
        return new Requests(
                new ConnectRequest(
                        r.attempt(), r.broker(), r.version(), r.clientId(), r.cleanStart(),
                        TimeUnit.MILLISECONDS.toNanos(millis),
                        r.keepAliveSeconds(), r.sessionExpirySeconds(), r.receiveMaximum(), r.maximumPacketSize(),
                        r.maximumInflight(), r.credentials(), r.will(), r.tls(), r.webSocketHeaders(), r.userProperties()));
    }

    static OutgoingMessage message(String topic, int qos) {
        return message(topic, qos, "payload of " + topic);
    }

    static OutgoingMessage message(String topic, int qos, String payload) {
        return new OutgoingMessage(
                topic, payload.getBytes(StandardCharsets.UTF_8), qos, false, null, NOBODY, OutgoingMessage.NO_DEADLINE);
    }
}
