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
package io.github.camelmqttx.internal.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.camelmqttx.CredentialsProvider;
import io.github.camelmqttx.EnhancedAuthentication;
import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.MqttxCredentials;
import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.broker.Transport;
import io.github.camelmqttx.internal.client.Credentials;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@DisplayName("M09 X11: credentials from the options")
class OptionCredentialsTest {

    private static final String SECRET = "t0p-s3cret";
    private static final BrokerAddress BROKER = BrokerAddress.parse("mqtts://a.example", Transport.TCP);

    @TempDir
    Path directory;

    private Path file(String content) throws IOException {
        return Files.writeString(directory.resolve("password"), content);
    }

    private static Credentials ask(OptionCredentials credentials) throws MqttxConnectException {
        return credentials.ask(BROKER, "plant-7");
    }

    private static OptionCredentials ofFile(Path file) {
        return new OptionCredentials("user", null, new PasswordFile(file), null, null);
    }

    @Test
    @DisplayName("M09 user name and password of the options need no question")
    void plainOptions_areKnown() {
        OptionCredentials plain = new OptionCredentials("user", SECRET, null, null, null);

        assertThat(plain.known()).isEqualTo(new Credentials("user", SECRET));
        assertThat(plain.toString() + plain.known()).doesNotContain(SECRET).doesNotContain("user,");
        assertThat(plain.needsMqtt5()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
            "'token', token", "'token\n', token", "'token\r\n', token", "'  two words \n', '  two words '",
            "'a\n\n', 'a\n'", "'ümläut', ümläut" })
    @DisplayName("X11 the content of the file is the password, but for one line end at its end")
    void file_hasContent_passwordIsItWithoutOneLineEnd(String content, String password) throws Exception {
        OptionCredentials source = ofFile(file(content));

        assertThat(source.known()).isNull();
        assertThat(ask(source)).isEqualTo(new Credentials("user", password));
    }

    @Test
    @DisplayName("X11 F17 a replaced file gives the new password to the next attempt")
    void file_isReplaced_nextQuestionHasTheNewPassword() throws Exception {
        OptionCredentials source = ofFile(file("old"));
        assertThat(ask(source).password()).isEqualTo("old");
        file("new");
        assertThat(ask(source).password()).isEqualTo("new");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "\n", "\r\n" })
    @DisplayName("M09 an empty file fails the attempt, with its name and what to do")
    void file_isEmpty_attemptFails(String content) throws Exception {
        OptionCredentials source = ofFile(file(content));

        assertThatThrownBy(() -> ask(source)).isInstanceOfSatisfying(MqttxConnectException.class,
                e -> assertThat(e.isRetryable()).isTrue())
                .hasMessageContaining("tls://a.example:8883").hasMessageContaining(directory.toString())
                .hasMessageContaining("is empty").hasMessageContaining("passwordFile is read again");
    }

    @Test
    @DisplayName("M09 a file that is not there, a directory, what is no text, what is too long: each said in its own words")
    void file_cannotBeUsed_attemptFailsWithTheReason() throws Exception {
        assertThatThrownBy(() -> ask(ofFile(directory.resolve("missing")))).hasMessageContaining("does not exist");
        assertThatThrownBy(() -> ask(ofFile(directory))).hasMessageContaining("cannot be read");
        Path binary = Files.write(directory.resolve("binary"), new byte[] { (byte) 0xC3, 0x28 });
        assertThatThrownBy(() -> ask(ofFile(binary))).hasMessageContaining("not text in UTF-8");
        Path huge = Files.write(directory.resolve("huge"), "x".repeat(65_536).getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> ask(ofFile(huge))).hasMessageContaining("more than the 65535 bytes");
        Path longest
                = Files.write(directory.resolve("longest"), ("x".repeat(65_535) + "\r\n").getBytes(StandardCharsets.UTF_8));
        assertThat(ask(ofFile(longest)).password()).hasSize(65_535);
    }

    @ParameterizedTest
    @CsvSource({
            "/run/secrets/mqtt, /run/secrets/mqtt", "file:/run/secrets/mqtt, /run/secrets/mqtt",
            "file:///run/secrets/mqtt, /run/secrets/mqtt", "file:token.txt, token.txt" })
    @DisplayName("M09 the file may be named with or without file:")
    void option_namesAFile_pathIsIt(String option, String path) {
        assertThat(PasswordFile.parse(option).path()).isEqualTo(Path.of(path));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "file:", "classpath:secret.txt", "a\0b" })
    @DisplayName("M09 what is no file is refused")
    void option_namesNoFile_isRefused(String option) {
        assertThatThrownBy(() -> PasswordFile.parse(option)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("M09 equal options are equal, so that endpoints share sessions; another bean is not")
    void sources_ofEqualOptions_areEqual() {
        CredentialsProvider bean = (broker, clientId) -> new MqttxCredentials(null, null);
        CredentialsProvider other = (broker, clientId) -> new MqttxCredentials(null, null);

        assertThat(new OptionCredentials(null, null, null, bean, null))
                .isEqualTo(new OptionCredentials(null, null, null, bean, null))
                .isNotEqualTo(new OptionCredentials(null, null, null, other, null));
        assertThat(ofFile(Path.of("a"))).isEqualTo(ofFile(Path.of("a"))).isNotEqualTo(ofFile(Path.of("b")));
    }

    @Test
    @DisplayName("X11 a bean of enhanced authentication that cannot begin, or has too much to say, fails the attempt")
    void enhancedAuthentication_failsToBegin_attemptFails() {
        EnhancedAuthentication broken = new EnhancedAuthentication() {
            @Override
            public String method() {
                return "M";
            }

            @Override
            public Exchange begin(String broker, String clientId) {
                throw new IllegalStateException("no ticket");
            }
        };
        OptionCredentials source = new OptionCredentials(null, null, null, null, broken);

        assertThat(source.known()).isNull();
        assertThat(source.needsMqtt5()).isTrue();
        assertThatThrownBy(() -> ask(source)).isInstanceOf(MqttxConnectException.class)
                .hasMessageContaining("enhancedAuthentication").hasMessageContaining("no ticket");
    }
}
