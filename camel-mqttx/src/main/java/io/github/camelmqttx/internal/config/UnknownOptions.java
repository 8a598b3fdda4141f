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
package io.github.camelmqttx.internal.config;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

import static java.util.Map.entry;

/**
 * Explains options that endpoints do not have: what stands for an option of camel-paho and camel-paho-mqtt5, or which
 * known option may have been meant. Values are never shown, because a mistyped option may be a secret.
 */
public final class UnknownOptions {

    /** Options of camel-paho and camel-paho-mqtt5 in lower case. Those of the same name and meaning are not here. */
    private static final Map<String, String> PAHO = Map.ofEntries(
            entry("automaticreconnect",
                    "remove it, a session always connects again; reconnectMaxAttempts sets a bound"),
            entry("cleansession", "it is cleanStart here, for all versions of MQTT"),
            entry("customwebsocketheaders", "write wsHeader.NAME=value for each header"),
            entry("executorservicetimeout", "remove it, there is no executor to wait for"),
            entry("filepersistencedirectory", "it is outboxDirectory here, together with outbox=file and clientId"),
            entry("httpshostnameverificationenabled", "it is sslHostnameVerification here"),
            entry("manualacksenabled",
                    "remove it if it is true, as a message is acknowledged when its exchange is complete; false is"
                                       + " ackMode=onReceive"),
            entry("maxreconnectdelay", "it is reconnectMaxDelay here"),
            entry("persistence", "it is outbox here: memory, file or none"),
            entry("socketfactory", "use sslContextParameters for TLS, proxy for a proxy"),
            entry("sslclientprops", "use sslContextParameters, or trustStore, keyStore, tlsProtocols and tlsCipherSuites"),
            entry("sslhostnameverifier", "use sslHostnameVerification, or tlsServerName for another name"),
            entry("willmqttproperties",
                    "use willContentType, willDelayInterval, willMessageExpiryInterval, willResponseTopic,"
                                        + " willCorrelationData, willPayloadFormatIndicator and willUserProperty.NAME=value"));

    private UnknownOptions() {
    }

    /**
     * One line for each option, without values.
     *
     * @param unknown names as they were written
     * @param known   names of all options; a prefix of a family of options ends with a dot
     */
    public static String explain(Collection<String> unknown, Collection<String> known) {
        return Mistakes.text(new TreeSet<>(unknown).stream().map(name -> line(name, known)).toList());
    }

    static String line(String name, Collection<String> known) {
        return name + " is unknown: " + hint(name, known);
    }

    private static String hint(String name, Collection<String> known) {
        String paho = PAHO.get(name.toLowerCase(Locale.ROOT));
        if (paho != null) {
            return paho;
        }
        List<String> similar = SimilarNames.of(name, known);
        return similar.isEmpty()
                ? "remove it, no option has a name like that" : "did you mean " + String.join(" or ", similar) + "?";
    }
}
