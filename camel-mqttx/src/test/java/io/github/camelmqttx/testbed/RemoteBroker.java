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
package io.github.camelmqttx.testbed;

import java.net.URI;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** A broker that runs somewhere and that the tests can only use. Methods that would change it fail. */
public final class RemoteBroker implements Broker {

    private final Map<Scheme, URI> listeners;
    private final String host;

    private RemoteBroker(Map<Scheme, URI> listeners, String host) {
        this.listeners = listeners;
        this.host = host;
    }

    /**
     * @param  uris                  URIs of its listeners, separated by commas, all with the same host
     * @throws IllegalStateException if there is none, or the options ask for what only a broker of our own can promise
     */
    static RemoteBroker create(@Nullable String uris, BrokerOptions options) {
        if (uris == null || uris.isBlank()) {
            throw new IllegalStateException("-Dmqttx.broker=remote needs -Dmqttx.broker.uri=mqtt://host:port");
        }
        if (!options.equals(BrokerOptions.plain())) {
            throw new IllegalStateException("A remote broker cannot be configured: " + options);
        }
        Map<Scheme, URI> listeners = new EnumMap<>(Scheme.class);
        String host = "";
        for (String each : uris.split(",")) {
            URI uri = URI.create(each.trim());
            if (uri.getHost() == null || uri.getPort() < 0) {
                throw new IllegalStateException("-Dmqttx.broker.uri=" + each + " is not scheme://host:port");
            }
            listeners.put(scheme(uri), uri);
            host = uri.getHost();
        }
        return new RemoteBroker(listeners, host);
    }

    private static Scheme scheme(URI uri) {
        return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
            case "mqtt", "tcp" -> Scheme.MQTT;
            case "mqtts", "ssl", "tls" -> Scheme.MQTTS;
            case "ws" -> Scheme.WS;
            case "wss" -> Scheme.WSS;
            default -> throw new IllegalStateException("-Dmqttx.broker.uri has the unknown scheme " + uri.getScheme());
        };
    }

    @Override
    public String name() {
        return "remote";
    }

    @Override
    public String host() {
        return host;
    }

    /** Does nothing: it runs already. */
    @Override
    public void start() {
        // runs already
    }

    @Override
    public void stop() {
        throw notOurs("stopped");
    }

    @Override
    public void kill() {
        throw notOurs("killed");
    }

    @Override
    public void suspend() {
        throw notOurs("suspended");
    }

    @Override
    public void resume() {
        throw notOurs("resumed");
    }

    @Override
    public void restart(boolean keepState) {
        throw notOurs("restarted");
    }

    private UnsupportedOperationException notOurs(String verb) {
        return new UnsupportedOperationException(
                "The remote broker " + listeners + " cannot be " + verb
                                                 + "; ask supports(LIFECYCLE) first");
    }

    @Override
    public boolean isRunning() {
        return true;
    }

    @Override
    public boolean supports(Feature feature) {
        return switch (feature) {
            case MQTT_3_1_1, MQTT_5 -> true;
            case TLS -> listeners.containsKey(Scheme.MQTTS);
            case WEBSOCKET -> listeners.containsKey(Scheme.WS);
            default -> false;
        };
    }

    @Override
    public int port(Scheme scheme) {
        URI uri = listeners.get(scheme);
        if (uri == null) {
            throw new IllegalArgumentException("-Dmqttx.broker.uri has no listener for " + scheme);
        }
        return uri.getPort();
    }

    @Override
    public String logTail(int lines) {
        return "";
    }

    @Override
    public void close() {
        // not ours
    }

    @Override
    public String toString() {
        return "remote" + listeners;
    }
}
