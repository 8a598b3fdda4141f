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
package io.github.camelmqttx.internal.deadletter;

import java.util.List;

import io.github.camelmqttx.MqttxTopicException;
import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.client.PublishProperties;
import io.github.camelmqttx.internal.client.UserProperty;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@DisplayName("Topics and properties of dead letters (M50, F06)")
class DeadLetterTest {

    private static final DeadLetterReason REASON
            = new DeadLetterReason("r1", "java.io.IOException", "no disk", 3, "2026-01-01T00:00:00Z");

    private static IncomingMessage message(String topic, UserProperty... properties) {
        return new IncomingMessage(
                topic, new byte[10], 1, true, false, 7,
                new PublishProperties(1, 100L, "text/x", "reply", new byte[] { 1 }, List.of(5), List.of(properties)));
    }

    private static List<String> names(PublishProperties properties) {
        return properties.userProperties().stream().map(UserProperty::name).toList();
    }

    @ParameterizedTest
    @CsvSource({
            "dead,dead,true", "dead,dead/a,false", "dead/{topic},dead/a/b,true", "dead/{topic},dead/,false",
            "dead/{topic},a,false", "{topic}/dead,a/dead,true", "{topic}/dead,/dead,false", "a/{topic}/b,a/b,false" })
    void matches_template_topic(String template, String topic, boolean expected) {
        assertThat(new DeadLetterTopic(template).matches(topic)).isEqualTo(expected);
    }

    @Test
    void topic_placeholder_isReplacedAndValidated() {
        assertThat(new DeadLetterTopic("dead/{topic}").of("a/b")).isEqualTo("dead/a/b");
        assertThatThrownBy(() -> new DeadLetterTopic("dead/{topic}").of("t".repeat(65_533)))
                .isInstanceOf(MqttxTopicException.class);
    }

    @Test
    @DisplayName("with MQTT 5.0 a message is a dead letter only if its properties say so")
    void isDeadLetter_topicMatches_propertiesDecide() {
        DeadLetterTopic topic = new DeadLetterTopic("dead/{topic}");
        assertThat(topic.isDeadLetter(message("dead/a"))).isFalse();
        assertThat(topic.isDeadLetter(message("dead/a", new UserProperty(DeadLetterProperties.TOPIC, "a")))).isTrue();
        assertThat(topic.isDeadLetter(new IncomingMessage("dead/a", new byte[0], 1, false, false, 1, null))).isTrue();
    }

    @Test
    void properties_original_areKeptInOrderAndOldReasonsReplaced() {
        PublishProperties made = DeadLetterProperties.of(
                message("a", new UserProperty("b", "1"), new UserProperty("a", "2"), new UserProperty("b", "3"),
                        new UserProperty(DeadLetterProperties.ATTEMPTS, "9")),
                REASON, 40, "dead", Integer.MAX_VALUE);
        assertThat(made.messageExpiryInterval()).isEqualTo(60);
        assertThat(made.contentType()).isEqualTo("text/x");
        assertThat(made.responseTopic()).isEqualTo("reply");
        assertThat(made.correlationData()).containsExactly(1);
        assertThat(made.payloadFormatIndicator()).isEqualTo(1);
        assertThat(made.subscriptionIdentifiers()).isEmpty();
        assertThat(made.userProperties()).containsExactly(
                new UserProperty("b", "1"), new UserProperty("a", "2"), new UserProperty("b", "3"),
                new UserProperty("mqttx-failure-topic", "a"), new UserProperty("mqttx-failure-attempts", "3"),
                new UserProperty("mqttx-failure-time", "2026-01-01T00:00:00Z"), new UserProperty("mqttx-failure-route", "r1"),
                new UserProperty("mqttx-failure-exception", "java.io.IOException"),
                new UserProperty("mqttx-failure-message", "no disk"));
    }

    @Test
    void properties_expiredInTheRoute_keepASecond() {
        assertThat(DeadLetterProperties.of(message("a"), REASON, 4_000, "dead", 1_000).messageExpiryInterval()).isEqualTo(1);
    }

    @Test
    void properties_littleRoom_giveWayFromTheEnd() {
        DeadLetterReason longReason = new DeadLetterReason("r1", null, "€".repeat(5_000), 1, "now");
        PublishProperties roomy = DeadLetterProperties.of(message("a"), longReason, 0, "dead", 1_000_000);
        assertThat(roomy.userProperties().get(4).value()).isEqualTo("€".repeat(DeadLetterProperties.MAX_TEXT / 3));
        PublishProperties cut = DeadLetterProperties.of(message("a"), longReason, 0, "dead", 250);
        assertThat(names(cut)).endsWith("mqttx-failure-message");
        assertThat(cut.userProperties().get(4).value()).matches("€+").hasSizeLessThan(60);
        assertThat(names(DeadLetterProperties.of(message("a"), REASON, 0, "dead", 95))).containsExactly("mqttx-failure-topic");
        assertThat(names(DeadLetterProperties.of(message("a"), REASON, 0, "dead", 40))).isEmpty();
    }

    @Test
    void text_withWhatMqttForbids_isMadeSendable() {
        assertThat(DeadLetterProperties.cut("a\u0000b\ud800c\nd\ud83d\ude80", 100)).isEqualTo("a b c d\ud83d\ude80");
        assertThat(DeadLetterProperties.cut("ab\ud83d\ude80", 5)).isEqualTo("ab");
    }
}
