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
package io.github.camelmqttx.torture.route;

import java.nio.file.Path;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** How the contenders spell the same thing. Times are the same, so that neither notices a fault earlier. */
public enum Dialect {
    /** This project. */
    MQTTX("mqttx", "CamelMqttxOverrideTopic") {
        @Override
        public String publisherUri(int qos, Connection connection, String clientId) {
            return base("torture", qos, connection, clientId) + "&publishTimeout=120s" + outbox(connection) + connection.more();
        }

        @Override
        public String consumerUri(int qos, Connection connection, String clientId) {
            return base(PublisherProcess.filter(qos), qos, connection, clientId) + connection.more();
        }

        private String base(String topic, int qos, Connection connection, String clientId) {
            String trust = connection.trust() == null ? "" : "&trustStore=file:" + connection.trust();
            return "mqttx:" + topic + "?brokers=" + connection.brokerUri() + "&qos=" + qos + "&clientId=" + clientId
                   + "&cleanStart=false&sessionExpiryInterval=2h&keepAliveInterval=4s&connectionTimeout=4s"
                   + "&reconnectDelay=200ms&reconnectMaxDelay=2s" + trust;
        }

        private String outbox(Connection connection) {
            return connection.outbox() == null
                    ? "" : "&outbox=file&outboxCompletion=stored&outboxDirectory=" + connection.outbox();
        }
    },

    /** Camel's own component. */
    PAHO_MQTT5("paho-mqtt5", "CamelPahoMqtt5OverrideTopic") {
        @Override
        public String publisherUri(int qos, Connection connection, String clientId) {
            return base("torture", qos, connection, clientId + "-qos" + qos);
        }

        @Override
        public String consumerUri(int qos, Connection connection, String clientId) {
            return base(PublisherProcess.filter(qos), qos, connection, clientId);
        }

        private String base(String topic, int qos, Connection connection, String clientId) {
            return "paho-mqtt5:" + topic + "?brokerUrl=" + connection.brokerUri() + "&qos=" + qos + "&clientId=" + clientId
                   + "&cleanStart=false&sessionExpiryInterval=7200&keepAliveInterval=4&connectionTimeout=4"
                   + "&automaticReconnect=true&maxReconnectDelay=2000";
        }
    };

    private final String scheme;
    private final String topicHeader;

    Dialect(String scheme, String topicHeader) {
        this.scheme = scheme;
        this.topicHeader = topicHeader;
    }

    /**
     * What an endpoint needs to know of the outside.
     *
     * @param brokerUri scheme, host and port
     * @param trust     PEM file with the authority of the broker's certificate; null without TLS
     * @param outbox    directory of a crash-safe outbox; null: in memory
     * @param more      further options for {@code mqttx}, each beginning with an ampersand, or empty
     */
    public record Connection(String brokerUri, @Nullable Path trust,
            @Nullable Path outbox, String more) {
    }

    /** The dialect of a scheme. */
    public static Dialect of(String scheme) {
        return valueOf(scheme.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Endpoint URI of a producer. */
    public abstract String publisherUri(int qos, Connection connection, String clientId);

    /** Endpoint URI of a consumer. */
    public abstract String consumerUri(int qos, Connection connection, String clientId);

    public String scheme() {
        return scheme;
    }

    /** Header with the Topic Name of a publish. */
    public String topicHeader() {
        return topicHeader;
    }
}
