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
package io.github.camelmqttx.torture.run;

import java.nio.file.Path;
import java.util.List;

import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.torture.Options;
import io.github.camelmqttx.torture.nemesis.FaultLog;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The short form of the torture run. */
class TortureIT {

    @Test
    @DisplayName("F02 F10 F11 F18 F20: 0 lost, 0 duplicated at QoS 2 across connection loss, order kept under faults")
    void shortRun_kept() throws Exception {
        Path output = Path.of(System.getProperty("torture.output"));
        String legs = MosquittoBroker.isInstalled()
                ? "mqttx/mosquitto/memory,mqttx/hivemq/memory --minutes 0.8" : "mqttx/hivemq/memory --minutes 0.4";
        List<LegResult> results
                = Torture.of(Options.parse("--legs " + legs + " --leg 24 --gap 800 --output " + output)).run();
        for (LegResult result : results) {
            assertThat(result.violations()).as("%s: %s", result.spec(), result.totals().evidence()).isEmpty();
            assertThat(result.faults()).as("faults of %s", result.spec()).anyMatch(FaultLog.Entry::happened);
        }
        assertThat(output.resolve("torture/torture.json")).isNotEmptyFile();
        assertThat(output.resolve("torture/torture.html")).content().contains("</html>");
    }
}
