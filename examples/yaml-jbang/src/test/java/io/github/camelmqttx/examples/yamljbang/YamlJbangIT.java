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
package io.github.camelmqttx.examples.yamljbang;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The demonstration, all of it. */
class YamlJbangIT {

    private final Places places = Places.fromSystemProperties();

    @Test
    @DisplayName("C16 C13 camel run with a dependency: YAML routes lose nothing when the broker is killed, and camel get health tells of it")
    void run_withDependency_losesNothingOverAnOutage() throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        boolean well = new Demonstration(places, new PrintStream(said, true, StandardCharsets.UTF_8)).run();
        String output = said.toString(StandardCharsets.UTF_8);
        assertThat(well).as(output).isTrue();
        assertThat(output).contains("brokres is unknown: did you mean brokers?").contains("consumer:plant")
                .contains("0 lost: well");
    }
}
