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
package io.github.camelmqttx.torture.run;

import java.util.List;

import io.github.camelmqttx.torture.route.Dialect;

/**
 * One part of the run: a contender, a broker, an outbox.
 *
 * @param dialect the contender
 * @param broker  {@code mosquitto} or {@code hivemq}
 * @param tls     whether both sides use TLS
 * @param file    whether the publisher has a crash-safe outbox
 * @param qos     the QoS that the topics have
 */
public record LegSpec(Dialect dialect, String broker, boolean tls, boolean file, List<Integer> qos) {

    /**
     * From {@code contender/broker[+tls][/memory|/file]}, for example {@code mqttx/mosquitto+tls/file}. Topics have QoS
     * 1 and 2 with mosquitto without TLS, else QoS 1: those brokers are restarted or killed, mosquitto 2.0.11 forgets
     * over a restart how far a QoS 2 exchange had come, and of HiveMQ it is not known.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static LegSpec parse(String text) {
        String[] parts = text.split("/");
        if (parts.length < 2 || parts.length > 3 || parts.length == 3 && !parts[2].matches("memory|file")) {
            throw new IllegalArgumentException(
                    "Expected contender/broker[+tls][/memory|/file], for example mqttx/mosquitto/file, got " + text);
        }
        boolean tls = parts[1].endsWith("+tls");
        String broker = tls ? parts[1].substring(0, parts[1].length() - "+tls".length()) : parts[1];
        boolean mosquitto = broker.equals("mosquitto");
        if (!mosquitto && !broker.equals("hivemq")) {
            throw new IllegalArgumentException("Expected the broker mosquitto or hivemq, got " + text);
        }
        if (tls && !(mosquitto && parts[0].equals("mqttx"))) {
            throw new IllegalArgumentException("TLS is there for mqttx with mosquitto only, got " + text);
        }
        return new LegSpec(
                Dialect.of(parts[0]), broker, tls, parts.length == 3 && parts[2].equals("file"),
                mosquitto && !tls ? List.of(1, 2) : List.of(1));
    }

    /** Whether the broker keeps everything that the leg needs when it is killed. */
    public boolean survivesKill() {
        return !broker.equals("mosquitto");
    }

    /** Whether the broker keeps everything that the leg needs when it ends in an orderly way. */
    public boolean survivesRestart() {
        return !qos.contains(2);
    }

    @Override
    public String toString() {
        return dialect.scheme() + " / " + broker + (tls ? "+tls" : "") + (file ? " / file outbox" : "");
    }
}
