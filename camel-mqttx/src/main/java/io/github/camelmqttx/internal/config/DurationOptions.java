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

import java.util.regex.Pattern;

import org.apache.camel.util.TimeUtils;

/** Durations that MQTT counts in whole seconds. */
final class DurationOptions {

    /**
     * Largest number of seconds that MQTT can say; for the Session Expiry Interval it means never. Spec: 5.0 section
     * 3.1.2.11.2.
     */
    static final long MAX_SECONDS = 0xFFFF_FFFFL;

    private static final String NEVER = "never";
    /** No number so large that the sum in milliseconds would overflow. */
    private static final Pattern DURATION = Pattern.compile(
            "-?\\d{1,18}|(?=\\d)(\\d{1,11}d)?(\\d{1,11}h)?(\\d{1,11}m)?(\\d{1,11}s)?(\\d{1,11}ms)?");
    private static final Pattern ISO_DURATION = Pattern.compile("P[0-9.DTHMS]+");
    private static final Pattern NO_UNIT = Pattern.compile("[0-9]*[1-9][0-9]*");

    private DurationOptions() {
    }

    /**
     * Whether the text is a number of milliseconds, or has units from the largest to the smallest. Camel takes much
     * else for 0, or ignores a part of it.
     */
    static boolean isDuration(String text) {
        return DURATION.matcher(text).matches();
    }

    /**
     * Whether the text may be an ISO 8601 duration such as PT30S, which Camel takes where it knows that it is a
     * duration.
     */
    static boolean isIsoDuration(String text) {
        return ISO_DURATION.matcher(text).matches();
    }

    /**
     * The Session Expiry Interval in seconds.
     *
     * A number without a unit other than 0 is refused: Camel would take it for milliseconds, MQTT and camel-paho-mqtt5
     * count seconds, and a session that ends too soon loses messages.
     *
     * @throws IllegalArgumentException if the text is neither {@code never} nor a duration of whole seconds below
     *                                  {@link #MAX_SECONDS}
     */
    static long sessionExpirySeconds(String text) {
        if (NEVER.equalsIgnoreCase(text.trim())) {
            return MAX_SECONDS;
        }
        if (NO_UNIT.matcher(text.trim()).matches()) {
            throw new IllegalArgumentException(
                    "sessionExpiryInterval=" + text + " has no unit: did you mean sessionExpiryInterval=" + text.trim() + "s?");
        }
        if (!isDuration(text.trim())) {
            throw new IllegalArgumentException(
                    "sessionExpiryInterval=" + text + " is not a duration: write for example 3600s, 7d or never");
        }
        long millis = TimeUtils.toMilliSeconds(text.trim());
        if (millis > 0 && millis % 1000 == 0 && millis / 1000 >= MAX_SECONDS) {
            throw new IllegalArgumentException(
                    "sessionExpiryInterval=" + text + " is too long: use up to " + (MAX_SECONDS - 1) + "s, or never");
        }
        return wholeSeconds("sessionExpiryInterval", millis, MAX_SECONDS);
    }

    /**
     * @throws IllegalArgumentException if the milliseconds are negative, not whole seconds, or more than the maximum
     */
    static long wholeSeconds(String option, long millis, long maxSeconds) {
        if (millis < 0) {
            throw new IllegalArgumentException(option + "=" + millis + " is negative: use 0 or more");
        }
        if (millis % 1000 != 0) {
            throw new IllegalArgumentException(
                    option + "=" + millis + " is " + millis + " milliseconds, but MQTT counts whole seconds: did you mean "
                                               + option + "="
                                               + millis + "s?");
        }
        if (millis / 1000 > maxSeconds) {
            throw new IllegalArgumentException(option + "=" + millis / 1000 + "s is too long: use up to " + maxSeconds + "s");
        }
        return millis / 1000;
    }
}
