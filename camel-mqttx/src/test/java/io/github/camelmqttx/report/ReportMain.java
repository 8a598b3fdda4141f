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
package io.github.camelmqttx.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Writes the generated parts of the documents from the results of the last test run. Each catalogue of rows, a resource
 * {@code <name>.rows} of this package, makes one file {@code src-docs/generated/<name>.adoc}.
 */
public final class ReportMain {

    private ReportMain() {
    }

    /** @param arguments directory of the project */
    public static void main(String[] arguments) throws IOException {
        Path project = Path.of(arguments[0]);
        List<TestResult> results = ResultFiles.of(project).stream().filter(result -> !isOfThisPackage(result)).toList();
        Path directory = Files.createDirectories(project.resolve("src-docs").resolve("generated"));
        List<RowEvidence> faults = RowEvidence.of(Row.catalogue("faults"), results);
        write(directory.resolve("faults.adoc"), EvidenceTable.of("fault", faults), faults);
        List<RowEvidence> features = RowEvidence.of(Row.catalogue("features"), results);
        write(directory.resolve("features.adoc"), FeatureTable.of(features, TestSources.of(project)), features);
    }

    /** The tests of the tables name rows without proving anything about them. */
    private static boolean isOfThisPackage(TestResult result) {
        return result.className().startsWith(ReportMain.class.getPackageName() + '.');
    }

    private static void write(Path file, String text, List<RowEvidence> rows) throws IOException {
        Files.writeString(file, text);
        System.out.printf(Locale.ROOT, "%s: %d rows%n", file, rows.size());
        rows.stream().filter(row -> !row.status().isProved())
                .forEach(row -> System.out.println(row.row().id() + ": " + row.status()));
    }
}
