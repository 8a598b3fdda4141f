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
package io.github.camelmqttx;

import java.io.Serial;
import java.util.EventObject;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.jspecify.annotations.Nullable;

/**
 * Something happened to a session. Sent to the {@code EventNotifier}s of the Camel context in the order in which it
 * happened, on a worker thread. Immutable but for the timestamp, which Camel sets.
 */
public final class MqttxSessionEvent extends EventObject implements CamelEvent.CamelContextEvent {

    /** What happened. */
    public enum Kind {
        CONNECTED,
        DISCONNECTED,
        /** All brokers were tried once, none could be connected to. */
        ROUND_FAILED,
        /** Connected to another broker than before. */
        FAILED_OVER,
        /** Returned to the preferred broker. */
        FAILED_BACK,
        /** The broker did not know a session that should have been there. */
        SESSION_LOST,
        /** Another client took the Client Identifier, or seems to take it again and again. */
        TAKEN_OVER,
        /** A broker has sent the session elsewhere (Server Reference), and it goes there. */
        REDIRECTED,
        /** A broker has sent the session elsewhere (Server Reference), and it does not go there. */
        REDIRECT_IGNORED,
        SUBSCRIPTION_REFUSED,
        /** The broker granted a lower QoS than requested. */
        QOS_LOWERED,
        /** A slow or suspended route holds up acknowledgements of its neighbours. */
        HELD_UP,
        /** A message without a route was received; not sent for each of them but once a minute at most. */
        UNROUTED,
        /** Probes of a canary have not come back; the session is being healed. */
        CANARY_MISSED,
        /** Probes come back again. */
        CANARY_RECOVERED,
        /** The session does not try to connect any more: consumers stop, the next publish begins anew. */
        GIVEN_UP,
        CLOSED
    }

    @Serial
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String clientId;
    private final @Nullable String broker;
    private final String detail;
    private long timestamp;

    public MqttxSessionEvent(CamelContext context, Kind kind, String clientId, @Nullable String broker, String detail) {
        super(context);
        this.kind = kind;
        this.clientId = clientId;
        this.broker = broker;
        this.detail = detail;
    }

    public Kind getKind() {
        return kind;
    }

    /** The Client Identifier of the session. */
    public String getClientId() {
        return clientId;
    }

    /** The broker the session is connected to, without user info, or null while it is not. */
    public @Nullable String getBroker() {
        return broker;
    }

    /** A sentence for people, without secrets. */
    public String getDetail() {
        return detail;
    }

    @Override
    public Type getType() {
        return Type.Custom;
    }

    @Override
    public CamelContext getContext() {
        return (CamelContext) source;
    }

    @Override
    public Object getSource() {
        return source;
    }

    @Override
    public long getTimestamp() {
        return timestamp;
    }

    @Override
    public void setTimestamp(long timestamp) {
        this.timestamp = timestamp;
    }

    @Override
    public String toString() {
        return "MQTT session " + clientId + ": " + kind + ", " + detail;
    }
}
