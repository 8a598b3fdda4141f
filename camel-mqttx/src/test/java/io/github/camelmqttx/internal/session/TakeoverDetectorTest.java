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
package io.github.camelmqttx.internal.session;

import java.io.IOException;
import java.util.Random;

import io.github.camelmqttx.internal.client.Disconnection;
import io.github.camelmqttx.internal.client.Disconnection.Kind;
import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.session.TakeoverDetector.Finding;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("F07 X08 M28 takeovers of the Client Identifier, with and without Reason Code 0x8E")
class TakeoverDetectorTest {

    private static final Disconnection TAKEN_OVER = new Disconnection(Kind.BY_BROKER, 0x8E, "taken over", null, null);
    private static final Disconnection CLOSED = new Disconnection(Kind.CLOSED, -1, "closed", null, null);
    private static final Disconnection RESET = new Disconnection(Kind.CLOSED, -1, "reset", null, new IOException("reset"));

    private final TakeoverDetector detector = new TakeoverDetector();
    private long now;

    /** A connection that begins after a while and lasts so long. */
    private Finding cycle(long afterSeconds, long lastsSeconds, Disconnection end) {
        now += afterSeconds * 1_000_000_000L;
        detector.connected(now);
        now += lastsSeconds * 1_000_000_000L;
        return detector.disconnected(end, now);
    }

    @ParameterizedTest
    @ValueSource(longs = { 0, Long.MAX_VALUE - 5 })
    void reasonCode_secondTakeoverWithinAMinute_isAConflictToldOnce(long start) {
        now = start;
        assertThat(cycle(0, 10, TAKEN_OVER)).isEqualTo(Finding.TAKEN_OVER);
        assertThat(cycle(1, 58, TAKEN_OVER)).isEqualTo(Finding.CONFLICT);
        assertThat(detector.isCertain()).isTrue();
        assertThat(cycle(30, 1, TAKEN_OVER)).isEqualTo(Finding.CONFLICT_GOES_ON);
        assertThat(cycle(30, 1, CLOSED)).isEqualTo(Finding.CONFLICT_GOES_ON);
        assertThat(cycle(30, 1, RESET)).isEqualTo(Finding.NONE);
        assertThat(cycle(30, 1, TAKEN_OVER)).isEqualTo(Finding.CONFLICT_GOES_ON);
    }

    @Test
    void reasonCode_takeoversFarApart_areNoConflict() {
        assertThat(cycle(0, 10, TAKEN_OVER)).isEqualTo(Finding.TAKEN_OVER);
        assertThat(cycle(31, 30, TAKEN_OVER)).isEqualTo(Finding.TAKEN_OVER);
    }

    @Test
    void noReasonCode_threeQuickCloses_areAConflict() {
        assertThat(cycle(0, 1, CLOSED)).isEqualTo(Finding.NONE);
        assertThat(cycle(1, 29, CLOSED)).isEqualTo(Finding.NONE);
        assertThat(cycle(1, 1, CLOSED)).isEqualTo(Finding.CONFLICT);
        assertThat(detector.isCertain()).isFalse();
        assertThat(cycle(30, 20, CLOSED)).isEqualTo(Finding.CONFLICT_GOES_ON);
    }

    @Test
    void noReasonCode_closesSpreadOverMoreThanAMinute_areNoConflictUntilThreeAreClose() {
        assertThat(cycle(0, 1, CLOSED)).isEqualTo(Finding.NONE);
        assertThat(cycle(30, 1, CLOSED)).isEqualTo(Finding.NONE);
        assertThat(cycle(30, 1, CLOSED)).isEqualTo(Finding.NONE);
        assertThat(cycle(1, 1, CLOSED)).isEqualTo(Finding.CONFLICT);
    }

    @Test
    @DisplayName("a network that flaps, a silent broker and one that breaks the protocol are no thieves")
    void otherLosses_inAnyNumber_areNoConflict() {
        for (Kind kind : new Kind[] { Kind.KEEP_ALIVE, Kind.PROTOCOL_ERROR, Kind.LOCAL }) {
            for (int i = 0; i < 5; i++) {
                assertThat(cycle(1, 1, new Disconnection(kind, -1, "x", null, null))).isEqualTo(Finding.NONE);
            }
        }
        for (int i = 0; i < 5; i++) {
            assertThat(cycle(1, 1, RESET)).isEqualTo(Finding.NONE);
            assertThat(cycle(1, 1, new Disconnection(Kind.BY_BROKER, 0x8B, "shutting down", null, null)))
                    .isEqualTo(Finding.NONE);
        }
    }

    @Test
    void otherLossInBetween_beginsTheCountAnew() {
        cycle(0, 1, CLOSED);
        cycle(0, 1, CLOSED);
        cycle(0, 1, new Disconnection(Kind.KEEP_ALIVE, -1, "silent", null, null));
        assertThat(cycle(0, 1, CLOSED)).isEqualTo(Finding.NONE);
    }

    @Test
    @DisplayName("F07 a broker resets a connection on which it has not read everything: the closes before and after it count")
    void resetInBetween_doesNotEndTheCount() {
        cycle(0, 1, CLOSED);
        cycle(0, 1, RESET);
        cycle(0, 1, CLOSED);
        assertThat(cycle(0, 1, RESET)).isEqualTo(Finding.NONE);
        assertThat(cycle(0, 1, CLOSED)).isEqualTo(Finding.CONFLICT);
    }

    @Test
    @DisplayName("a broker that restarts again and again is no thief: attempts fail in between")
    void attemptFailsInBetween_beginsTheCountAnew() {
        for (int i = 0; i < 10; i++) {
            assertThat(cycle(1, 1, CLOSED)).isEqualTo(Finding.NONE);
            detector.attemptFailed();
        }
    }

    @Test
    void closesAfterAWhile_areNoConflict() {
        for (int i = 0; i < 5; i++) {
            assertThat(cycle(0, TakeoverDetector.SHORT_SECONDS, CLOSED)).isEqualTo(Finding.NONE);
        }
    }

    @Test
    void conflict_connectionLastsAMinute_isOver() {
        cycle(0, 1, TAKEN_OVER);
        assertThat(cycle(0, 1, TAKEN_OVER)).isEqualTo(Finding.CONFLICT);
        assertThat(cycle(30, 59, CLOSED)).as("59 s").isNotEqualTo(Finding.CONFLICT);
        assertThat(detector.isInConflict()).isTrue();
        assertThat(cycle(30, 60, RESET)).isEqualTo(Finding.NONE);
        assertThat(detector.isInConflict()).isFalse();
        assertThat(cycle(0, 1, TAKEN_OVER)).isEqualTo(Finding.TAKEN_OVER);
        assertThat(cycle(0, 1, TAKEN_OVER)).as("another conflict").isEqualTo(Finding.CONFLICT);
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void suffix_anyVersion_isRandomAndShortEnough(ProtocolVersion version) {
        Random random = new Random(7);
        String first = ClientIdSuffix.appendTo("plant-7", version, random);
        assertThat(first).matches("plant-7-[a-z0-9]{6}");
        assertThat(ClientIdSuffix.appendTo("plant-7", version, random)).isNotEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource({
            "MQTT_3_1, abcdefghijklmnopqrstuvw, abcdefghijklmnop", "MQTT_3_1, abcdefghijklmnop, abcdefghijklmnop",
            "MQTT_3_1_1, abcdefghijklmnopqrstuvw, abcdefghijklmnopqrstuvw",
            "MQTT_5, abcdefghijklmnopqrstuvw, abcdefghijklmnopqrstuvw" })
    void suffix_ofLongIdentifiers_isCutForMqtt31Only(ProtocolVersion version, String clientId, String begin) {
        String suffixed = ClientIdSuffix.appendTo(clientId, version, new Random(7));
        assertThat(suffixed).matches(begin + "-[a-z0-9]{6}");
        assertThat(version == ProtocolVersion.MQTT_3_1 && suffixed.length() > 23).isFalse();
    }

    @Test
    void suffix_cutInsideACharacter_dropsItWhole() {
        String clientId = "abcdefghijklmno\uD83D\uDE80xyz";
        assertThat(ClientIdSuffix.appendTo(clientId, ProtocolVersion.MQTT_3_1, new Random(7))).startsWith("abcdefghijklmno-");
    }
}
