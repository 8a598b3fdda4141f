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
package io.github.camelmqttx.torture.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.camelmqttx.torture.run.LegResult;
import io.github.camelmqttx.torture.run.Settings;
import org.apache.camel.util.json.JsonObject;

/** Writes {@code torture.json} and {@code torture.html}. */
public final class Report {

    private Report() {
    }

    /** Writes both, instead of what was there. */
    public static void write(Path directory, Settings settings, List<LegResult> results) throws IOException {
        JsonObject json = Figures.of(settings, results);
        Files.writeString(directory.resolve("torture.json"), json.toJson() + "\n");
        Files.writeString(directory.resolve("torture.html"), Page.of(settings, results, Environment.describe()));
    }
}
