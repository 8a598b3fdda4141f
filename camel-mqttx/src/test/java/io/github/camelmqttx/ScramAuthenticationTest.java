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

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

import io.github.camelmqttx.EnhancedAuthentication.Exchange;
import io.github.camelmqttx.testbed.ScramServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@DisplayName("X11 SCRAM-SHA-256 as enhanced authentication")
class ScramAuthenticationTest {

    private static final String NONCE = "rOprNGfwEbeRWgbNEkqO";
    private static final String SERVER_NONCE = NONCE + "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String SERVER_FIRST = "r=" + SERVER_NONCE + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private static final String SERVER_FINAL = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    private static Exchange exchange(String userName, String password) throws Exception {
        return new ScramAuthentication((broker, clientId) -> new MqttxCredentials(userName, password), () -> NONCE)
                .begin("tcp://a.example:1883", "plant-7");
    }

    private static Exchange begun() throws Exception {
        Exchange exchange = exchange("user", "pencil");
        exchange.first();
        return exchange;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("X11 the example of RFC 7677 section 3, message by message")
    void exchange_ofTheRfc_isReproduced() throws Exception {
        Exchange exchange = exchange("user", "pencil");

        assertThat(exchange.first()).asString().isEqualTo("n,,n=user,r=" + NONCE);
        assertThat(exchange.next(bytes(SERVER_FIRST))).asString()
                .isEqualTo("c=biws,r=" + SERVER_NONCE + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        exchange.accepted(bytes(SERVER_FINAL));
        assertThat(exchange.repeatAfter()).isNull();
    }

    @Test
    @DisplayName("X11 commas and equals signs of a user name are escaped, compatible characters are made one")
    void userName_hasSpecialCharacters_isEscapedAndNormalised() throws Exception {
        assertThat(exchange("a,b=c", "p").first()).asString().isEqualTo("n,,n=a=2Cb=3Dc,r=" + NONCE);
        assertThat(exchange("\u2168", "p").first()).asString().isEqualTo("n,,n=IX,r=" + NONCE);
    }

    @ParameterizedTest
    @CsvSource({ "plant, pencil", "'a,b=c', 'p,w=ü'", "ⅨÄ, 'pass\u00a0word'" })
    @DisplayName("X11 an independent server takes the proof and is taken by its signature")
    void server_knowsThePassword_bothSidesAreProved(String userName, String password) throws Exception {
        ScramServer server = new ScramServer(userName, password);
        ScramAuthentication client = new ScramAuthentication(userName, password);
        Exchange exchange = client.begin("tcp://a.example:1883", "plant-7");

        byte[] challenge = server.first(exchange.first());
        byte[] proof = exchange.next(challenge);
        exchange.accepted(server.last(proof));
        assertThat(client.begin("tcp://a.example:1883", "plant-7").first()).as("a nonce of its own")
                .isNotEqualTo(exchange.first());
    }

    @Test
    @DisplayName("X11 a server that knows another password refuses, and its signature would be refused")
    void server_knowsAnotherPassword_neitherIsProved() throws Exception {
        ScramServer server = new ScramServer("plant", "other");
        Exchange exchange = new ScramAuthentication("plant", "pencil").begin("b", "c");
        byte[] proof = exchange.next(server.first(exchange.first()));

        assertThat(server.last(proof)).isNull();
        assertThatThrownBy(() -> exchange.accepted(server.signature(proof))).isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining("impostor");
    }

    @ParameterizedTest
    @ValueSource(strings = { "v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", "v=AAAA", "v=", "v=!", "e=invalid-proof", "" })
    @DisplayName("X11 a CONNACK without the right signature is refused")
    void serverFinal_isWrong_isRefused(String serverFinal) throws Exception {
        Exchange exchange = begun();
        exchange.next(bytes(SERVER_FIRST));

        assertThatThrownBy(() -> exchange.accepted(bytes(serverFinal))).isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> exchange.accepted(null)).hasMessageContaining("no Authentication Data");
    }

    @Test
    @DisplayName("X11 a broker that accepts without being asked for its proof has proved nothing")
    void accepted_comesBeforeTheProof_isRefused() throws Exception {
        Exchange exchange = begun();

        assertThatThrownBy(() -> exchange.accepted(bytes(SERVER_FINAL))).hasMessageContaining("proved nothing");
    }

    @Test
    @DisplayName("X11 steps out of order are refused")
    void next_comesTwiceOrBeforeFirst_isRefused() throws Exception {
        Exchange early = exchange("user", "pencil");
        assertThatThrownBy(() -> early.next(bytes(SERVER_FIRST))).hasMessageContaining("not its turn");
        Exchange exchange = begun();
        exchange.next(bytes(SERVER_FIRST));
        assertThatThrownBy(() -> exchange.next(bytes(SERVER_FIRST))).hasMessageContaining("not its turn");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', value = {
            "r=other,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096 | nonce",
            "r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096 | nonce",
            "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096 | nonce",
            "r=rOprNGfwEbeRWgbNEkqOx,s=,i=4096 | salt",
            "r=rOprNGfwEbeRWgbNEkqOx,s=%%,i=4096 | salt is not Base64",
            "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4095 | iteration count of 4095",
            "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=2147483647 | iteration count of 2147483647",
            "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=many | not a number",
            "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ== | not a number",
            "m=ext,r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096 | extension",
            "r=rOprNGfwEbeRWgbNEkqOx,r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=4096 | not a message of SCRAM",
            "hello | not a message of SCRAM" })
    @DisplayName("X11 a server-first message that is wrong or weakens the exchange is refused")
    void serverFirst_isWrong_isRefused(String serverFirst, String said) throws Exception {
        Exchange exchange = begun();

        assertThatThrownBy(() -> exchange.next(bytes(serverFirst))).isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining(said).hasMessageNotContaining("pencil");
        assertThatThrownBy(() -> begun().next(null)).isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> begun().next(new byte[] { (byte) 0xFF })).hasMessageContaining("not UTF-8");
    }

    @ParameterizedTest
    @CsvSource({ ", secret", "user, ", "'', secret", "user, ''" })
    @DisplayName("X11 without user name or password there is no SCRAM")
    void credentials_areIncomplete_isRefused(String userName, String password) {
        assertThatThrownBy(() -> new ScramAuthentication(userName, password).begin("b", "c"))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("give both");
        assertThatThrownBy(() -> new ScramAuthentication("us\u0007er", "p").begin("b", "c"))
                .hasMessageContaining("control character");
    }

    @Test
    @DisplayName("X11 no text of it has a secret")
    void texts_haveNoSecret() throws Exception {
        ScramAuthentication authentication = new ScramAuthentication("plant", "pencil");

        assertThat(authentication.method()).isEqualTo("SCRAM-SHA-256");
        assertThat(authentication + " " + authentication.begin("b", "c")).doesNotContain("plant").doesNotContain("pencil");
    }
}
