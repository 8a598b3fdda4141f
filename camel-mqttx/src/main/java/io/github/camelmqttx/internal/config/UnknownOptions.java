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

import java.util.ArrayList;
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

    private static final int MAX_SUGGESTIONS = 3;

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
        List<String> similar = similar(name, known);
        return similar.isEmpty()
                ? "remove it, no option has a name like that" : "did you mean " + String.join(" or ", similar) + "?";
    }

    private static List<String> similar(String name, Collection<String> known) {
        int dot = name.indexOf('.');
        String begin = (dot < 0 ? name : name.substring(0, dot + 1)).toLowerCase(Locale.ROOT);
        List<String> close = new ArrayList<>();
        int best = 1 + begin.length() / 4;
        for (String option : new TreeSet<>(known)) {
            int distance = distance(begin, option.toLowerCase(Locale.ROOT));
            if (distance < best) {
                best = distance;
                close.clear();
            }
            if (distance == best) {
                close.add(option);
            }
        }
        if (close.isEmpty() && begin.length() > 3) {
            new TreeSet<>(known).stream().filter(option -> option.toLowerCase(Locale.ROOT).contains(begin)).forEach(close::add);
        }
        return close.size() <= MAX_SUGGESTIONS ? close : close.subList(0, MAX_SUGGESTIONS);
    }

    /**
     * How many characters must be inserted, removed, replaced or swapped with their neighbour to get from one to the
     * other.
     */
    private static int distance(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, from, to, i, j);
            }
        }
        return cost[from.length()][to.length()];
    }

    private static int cheapest(int[][] cost, String from, String to, int i, int j) {
        int replaced = cost[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }
}
