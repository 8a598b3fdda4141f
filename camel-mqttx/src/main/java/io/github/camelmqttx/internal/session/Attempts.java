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

import java.util.List;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.ConnectFailure;
import io.github.camelmqttx.internal.client.ConnectRequest;
import io.github.camelmqttx.internal.client.Credentials;
import io.github.camelmqttx.internal.client.MqttClient;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbers the attempts of a session and says in each what the broker needs to be told. Confined to the serial context.
 */
final class Attempts {

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    private final MqttClient client;
    private final SessionSettings settings;
    private final ClientIdConflict clientId;
    private final VersionMemory versions;
    private final CredentialsQuery query;
    private final FailureListener listener;
    private boolean everConnected;
    private int latest;

    /** Told of an attempt that fails before it comes to the engine. */
    interface FailureListener {

        void connectFailed(int attempt, ConnectFailure failure);
    }

    Attempts(Engine engine, SessionSettings settings, ClientIdConflict clientId, FailureListener listener) {
        this.client = engine.client();
        this.settings = settings;
        this.clientId = clientId;
        this.listener = listener;
        ConnectionSettings connect = settings.connection();
        this.versions = new VersionMemory(connect.credentials().needsMqtt5() ? VersionPolicy.V5 : settings.version());
        this.query = new CredentialsQuery(engine, connect.credentials(), connect.connectTimeoutNanos());
    }

    /** The number of the latest attempt, 0 if there was none. */
    int latest() {
        return latest;
    }

    /** Whether an event of this attempt still matters. */
    boolean isCurrent(int number) {
        if (number != latest) {
            LOG.debug("{}: dropped a late event of attempt {}, the current one is {}", clientId.clientId(), number, latest);
            return false;
        }
        return true;
    }

    /** Begins an attempt: asks for credentials if that is needed, then connects. */
    void begin(BrokerAddress target) {
        int number = ++latest;
        ConnectionSettings connect = settings.connection();
        Credentials known = connect.credentials().known();
        if (known != null) {
            connect(target, known, connect.connectTimeoutNanos());
        } else {
            LOG.debug("{}: attempt {} to {} asks for {}", clientId.clientId(), number, target, connect.credentials().origin());
            query.ask(target, clientId.clientId(), new CredentialsQuery.Answer() {
                @Override
                public void given(Credentials credentials, long leftNanos) {
                    connect(target, credentials, leftNanos);
                }

                @Override
                public void failed(ConnectFailure failure) {
                    listener.connectFailed(number, failure);
                }
            });
        }
    }

    /** Gives up asking for credentials, if that is what the attempt does. @return whether it was */
    boolean cancelAsking() {
        return query.cancel();
    }

    private void connect(BrokerAddress target, Credentials credentials, long timeoutNanos) {
        ProtocolVersion version = versions.offer(target);
        ConnectionSettings connect = settings.connection();
        LOG.debug("{}: attempt {} to {} with MQTT {}", clientId.clientId(), latest, target, version);
        client.connect(new ConnectRequest(
                latest, target, version, clientId.clientId(), isCleanStart(version), timeoutNanos,
                connect.keepAliveSeconds(), connect.sessionExpirySeconds(), connect.receiveMaximum(),
                connect.maximumPacketSize(), settings.flow().maximumInflight(), credentials, connect.will(),
                connect.tls(), connect.webSocketHeaders(), List.of(), connect.proxy()));
    }

    /** With MQTT 5.0 and a Session Expiry Interval, Clean Start is for the first connection: reconnects resume. */
    private boolean isCleanStart(ProtocolVersion version) {
        ConnectionSettings connect = settings.connection();
        boolean resume = version == ProtocolVersion.MQTT_5 && everConnected && connect.sessionExpirySeconds() > 0;
        return connect.cleanStart() && !resume;
    }

    void accepted(BrokerAddress target, ProtocolVersion version) {
        everConnected = true;
        versions.accepted(target, version);
    }

    /**
     * What to do after an attempt that failed: {@link Verdict#SAME_BROKER} tries the same broker again at once, with a
     * lower version. Nothing is given up on a broker that has accepted this session before.
     */
    Verdict verdict(BrokerAddress target, ConnectFailure failure) {
        boolean passing = versions.isPassing(target);
        if (versions.retryLower(target, failure)) {
            LOG.debug("{}: {} does not take the version offered, trying MQTT {}", clientId.clientId(), target,
                    versions.offer(target));
            return Verdict.SAME_BROKER;
        }
        boolean refused = failure.stage() == ConnectFailure.Stage.REFUSED;
        Verdict verdict = Verdict.of(failure.stage(), failure.exception().getReasonCode());
        return refused && verdict != Verdict.NEXT_BROKER && !passing ? Verdict.GIVE_UP : Verdict.NEXT_BROKER;
    }
}
