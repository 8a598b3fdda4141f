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
package io.github.camelmqttx.it;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import io.github.camelmqttx.testbed.LogCapture;
import io.github.camelmqttx.testbed.PacketType;
import io.github.camelmqttx.testbed.ScriptedBroker;
import io.github.camelmqttx.testbed.ScriptedConnection;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A token is renewed in its file while the session is connected. */
@Timeout(60)
class TokenRotationIT {

    private static final String FIRST = "f1rst-t0ken";
    private static final String SECOND = "s3cond-t0ken";

    @TempDir
    private Path directory;

    private static String password(ScriptedConnection connection) {
        return new String(connection.connect().payload().passwordInBytes(), StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("X11 M09 a renewed passwordFile leads to DISCONNECT and a CONNECT with the new token, which no log shows")
    void passwordFile_replaced_connectsAnewWithIt() throws Exception {
        Path file = Files.writeString(directory.resolve("token"), FIRST);
        try (ScriptedBroker broker = ScriptedBroker.start();
             ItSupport it = new ItSupport(broker.uri());
             LogCapture log = LogCapture.start()) {
            it.record("in", "mqttx:token/#?userName=u&rotationCheckInterval=1s&passwordFile=file:" + file);
            it.start();
            ScriptedConnection before = broker.awaitConnection(1);
            assertThat(password(before)).isEqualTo(FIRST);
            Path next = Files.writeString(directory.resolve("next"), SECOND);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            assertThat(password(broker.awaitConnection(2))).isEqualTo(SECOND);
            before.await(PacketType.DISCONNECT);
            assertThat(log.text()).contains("token] changed").doesNotContain(FIRST, SECOND);
        }
    }
}
