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
package io.github.camelmqttx.examples.tlsmutual;

import java.nio.file.Path;

import io.github.camelmqttx.examples.broker.ExampleRun;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class TlsMutualIT {

    @TempDir
    Path directory;

    @Test
    @DisplayName("M34 example tls-mutual: certificates on both sides work, six mistakes are each refused and explained")
    void certificatesOnBothSides_connects_mistakesAreRefusedAndExplained() throws Exception {
        ExampleRun run = ExampleRun.of(TlsMutual.class, directory);

        assertThat(run.screen()).containsSubsequence(
                "with certificates on both sides: received [hello]",
                "without a client certificate: ", "the broker demands a client certificate",
                "with a client certificate of another authority: ", "the broker demands a client certificate",
                "trusting another authority only: ", "is not signed by an authority we trust",
                "by a name that is not in the broker's certificate: ", "is not for host 127.0.0.1, it is for localhost",
                "without TLS: ", "If this port expects TLS, use mqtts://",
                "with a wrong password of the key store: ", "keyStorePassword is wrong",
                "received [hello again]", "result: OK");
        assertThat(run.screen()).doesNotContain("[FAILED]").doesNotContain("Exception").doesNotContain("changeit");
        assertThat(run.exitCode()).isZero();
    }
}
