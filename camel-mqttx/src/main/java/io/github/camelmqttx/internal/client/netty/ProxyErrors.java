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

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.ConnectFailure;
import io.github.camelmqttx.internal.client.ConnectFailure.Stage;
import io.github.camelmqttx.internal.client.ProxySettings;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.socksx.v5.Socks5AuthMethod;
import io.netty.handler.codec.socksx.v5.Socks5CommandResponse;
import io.netty.handler.codec.socksx.v5.Socks5CommandStatus;
import io.netty.handler.codec.socksx.v5.Socks5InitialResponse;
import io.netty.handler.codec.socksx.v5.Socks5Message;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthResponse;
import org.jspecify.annotations.Nullable;

/** Says why a broker was not reached through the proxy. Never shows user name or password. */
final class ProxyErrors {

    private static final String CREDENTIALS_MISSING
            = "the proxy wants a user name and a password%s. Set proxyUserName and proxyPassword.";
    private static final String CREDENTIALS_REFUSED
            = "the proxy does not accept our user name and password%s. Check proxyUserName and proxyPassword.";
    private static final String NOT_PERMITTED
            = "the proxy does not permit it (%s). Allow connections to host %s and port %d at the proxy.";
    private static final String NOT_REACHED
            = "the proxy cannot reach the broker (%s). Check the address of the broker and that it runs.";

    private ProxyErrors() {
    }

    /** The proxy was not reached: name resolution or TCP. */
    static ConnectFailure network(ProxySettings proxy, BrokerAddress broker, Throwable cause) {
        String why = ConnectErrors.networkReason(proxy.address().host(), proxy.address().port(), "proxy", cause);
        return failure(proxy, broker, why, true, cause);
    }

    /** The proxy was reached and has not connected us. @param answer the last thing it said, null for nothing */
    static ConnectFailure refused(ProxySettings proxy, BrokerAddress broker, @Nullable Object answer, Throwable cause) {
        boolean known = proxy.userName() != null;
        if (answer instanceof HttpResponse response && !response.decoderResult().isFailure()) {
            HttpResponseStatus status = response.status();
            return failure(proxy, broker, http(status, broker, known), status.code() != 407, cause);
        }
        if (answer instanceof Socks5Message message && !message.decoderResult().isFailure()) {
            boolean login = !(message instanceof Socks5CommandResponse);
            return failure(proxy, broker, socks(message, broker, known), !login, cause);
        }
        String why = answer == null
                ? "the proxy closed the connection without an answer. Check that this port is a proxy of this kind."
                : "the answer is not that of such a proxy. Check scheme and port of the option proxy.";
        return failure(proxy, broker, why, true, cause);
    }

    private static String http(HttpResponseStatus status, BrokerAddress broker, boolean known) {
        String shown = "HTTP status " + PropertyMapper.printable(status.toString());
        return switch (status.code()) {
            case 407 -> (known ? CREDENTIALS_REFUSED : CREDENTIALS_MISSING).formatted(" (" + shown + ")");
            case 401, 403, 405 -> NOT_PERMITTED.formatted(shown, broker.host(), broker.port());
            case 502, 503, 504 -> NOT_REACHED.formatted(shown);
            default ->
                "the proxy refused the method CONNECT (" + shown + "). Check that this port is an HTTP proxy, and its log.";
        };
    }

    private static String socks(Socks5Message message, BrokerAddress broker, boolean known) {
        if (message instanceof Socks5InitialResponse initial) {
            return initial.authMethod().equals(Socks5AuthMethod.UNACCEPTED) && !known
                    ? CREDENTIALS_MISSING.formatted("")
                    : "the proxy takes none of the ways to authenticate that we offer"
                      + (known ? " (none, user name and password)." : " (none).") + " Check its configuration.";
        }
        if (message instanceof Socks5PasswordAuthResponse) {
            return CREDENTIALS_REFUSED.formatted("");
        }
        Socks5CommandStatus status = ((Socks5CommandResponse) message).status();
        String shown = "SOCKS status " + status;
        if (status.equals(Socks5CommandStatus.FORBIDDEN) || status.equals(Socks5CommandStatus.COMMAND_UNSUPPORTED)) {
            return NOT_PERMITTED.formatted(shown, broker.host(), broker.port());
        }
        return NOT_REACHED.formatted(shown);
    }

    private static ConnectFailure failure(
            ProxySettings proxy, BrokerAddress broker, String why, boolean retryable, Throwable cause) {
        return ConnectErrors.failure(
                Stage.PROXY, "Cannot connect to " + broker + " through the proxy " + proxy.address() + ": " + why, retryable,
                cause);
    }
}
