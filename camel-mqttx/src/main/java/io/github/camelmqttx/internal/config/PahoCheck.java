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

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import io.github.camelmqttx.MqttxConfiguration;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.paho.PahoLibraries;

/** Refuses what {@code client=paho} cannot do. */
final class PahoCheck {

    private static final String PAHO = "paho";
    private static final String OTHERWISE = ", or use client=netty";
    private static final int DEFAULT_PACKET_SIZE = new MqttxConfiguration().getMaximumPacketSize();

    private final MqttxConfiguration configuration;
    private final Mistakes mistakes;
    private final Function<Set<ProtocolVersion>, List<String>> missingLibraries;

    PahoCheck(MqttxConfiguration configuration, Mistakes mistakes) {
        this(configuration, mistakes, PahoLibraries::missingFor);
    }

    PahoCheck(MqttxConfiguration configuration, Mistakes mistakes,
              Function<Set<ProtocolVersion>, List<String>> missingLibraries) {
        this.configuration = configuration;
        this.mistakes = mistakes;
        this.missingLibraries = missingLibraries;
    }

    static boolean isPaho(MqttxConfiguration configuration) {
        return PAHO.equals(configuration.getClient());
    }

    /** What producers and consumers have in common. */
    void run() {
        mistakes.oneOf("client", configuration.getClient(), "netty", PAHO);
        if (!isPaho(configuration)) {
            return;
        }
        for (String artifact : missingLibraries.apply(versions())) {
            mistakes.add("client=paho with mqttVersion=" + configuration.getMqttVersion() + " needs " + artifact
                         + " on the class path: add this dependency" + OTHERWISE);
        }
        refuse("file".equals(configuration.getOutbox()), "outbox=file", "keeps no publishes on disk", "use outbox=memory");
        refuse(configuration.getEnhancedAuthentication() != null, "enhancedAuthentication",
                "has no enhanced authentication", "remove it");
        refuse(configuration.getProxy() != null, "proxy", "reaches brokers directly only", "remove it");
        refuse(configuration.isFollowServerReference(), "followServerReference=true",
                "is not told the Server Reference of a CONNACK", "remove it");
        refuse(configuration.getMaximumPacketSize() != DEFAULT_PACKET_SIZE && ConnectionCheck.isBeforeMqtt5(configuration),
                "maximumPacketSize", "bounds received packets with MQTT 5.0 only", "remove it");
    }

    private Set<ProtocolVersion> versions() {
        return switch (configuration.getMqttVersion()) {
            case "5" -> EnumSet.of(ProtocolVersion.MQTT_5);
            case "3.1.1" -> EnumSet.of(ProtocolVersion.MQTT_3_1_1);
            case "3.1" -> EnumSet.of(ProtocolVersion.MQTT_3_1);
            default -> EnumSet.allOf(ProtocolVersion.class);
        };
    }

    private void refuse(boolean wrong, String option, String why, String instead) {
        mistakes.addIf(wrong, option + " is not possible with client=paho, which " + why + ": " + instead + OTHERWISE);
    }

    /** What only consumers have. The path may be wrong, which is reported as a mistake of its own. */
    void consumer(String path) {
        if (isPaho(configuration) && !"onReceive".equals(configuration.getAckMode()) && subscribesWithQos2(path)) {
            mistakes.add(
                    "ackMode=" + configuration.getAckMode() + " is not possible for QoS 2 with client=paho, which takes such"
                         + " messages over from the broker before a route has them: use qos=1, or ackMode=onReceive"
                         + OTHERWISE);
        }
    }

    private boolean subscribesWithQos2(String path) {
        try {
            return ConsumerOptions.subscriptions(configuration, path).stream()
                    .anyMatch(subscription -> subscription.qos() == 2);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** What only producers have. */
    void producer() {
        mistakes.addIf(isPaho(configuration) && configuration.getQos() == 2 && !configuration.isCleanStart(),
                "qos=2 is not possible with client=paho and cleanStart=false, because it does not know the Packet Identifiers that an"
                                                                                                              + " earlier process has used, so that a message could be taken for a repetition: use qos=1 or"
                                                                                                              + " cleanStart=true"
                                                                                                              + OTHERWISE);
    }
}
