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

/**
 * A Topic Name, a Topic Filter or the topic part of an endpoint URI breaks a rule of MQTT or of this component.
 * <p>
 * The message names the topic (control characters escaped, long topics cut), the rule and what to do. Nothing was sent
 * to a broker and the connection is unaffected. A retry with the same topic fails the same way; catch it where the
 * topic is chosen.
 */
public class MqttxTopicException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;
    private static final int SHOWN_CHARS = 200;

    private final String topic;
    private final String rule;

    /**
     * @param topic  the offending text exactly as it was given
     * @param rule   the rule that it breaks, a clause such as "a Topic Name must not be empty"
     * @param advice what to do instead, a sentence without the final full stop
     */
    public MqttxTopicException(String topic, String rule, String advice) {
        super("Invalid topic '" + printable(topic) + "': " + rule + ". " + advice + ".");
        this.topic = topic;
        this.rule = rule;
    }

    /** The offending text exactly as it was given; it may contain control characters, so do not log it as it is. */
    public String topic() {
        return topic;
    }

    /** The rule that the topic breaks, in words. */
    public String rule() {
        return rule;
    }

    private static String printable(String text) {
        StringBuilder shown = new StringBuilder(Math.min(text.length(), SHOWN_CHARS) + 16);
        int at = 0;
        while (at < text.length() && at < SHOWN_CHARS) {
            int codePoint = text.codePointAt(at);
            if (isInvisible(codePoint)) {
                shown.append(String.format("\\u%04X", codePoint));
            } else {
                shown.appendCodePoint(codePoint);
            }
            at += Character.charCount(codePoint);
        }
        if (at < text.length()) {
            shown.append("... (").append(text.length()).append(" characters)");
        }
        return shown.toString();
    }

    private static boolean isInvisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR, Character.UNASSIGNED ->
                true;
            default -> false;
        };
    }
}
