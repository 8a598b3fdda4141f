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
 * Writes the generated parts of the documents from the results of the last test run. Each catalogue of rows makes one
 * file {@code src-docs/generated/<catalogue>.adoc}.
 */
public final class ReportMain {

    /**
     * Catalogues, each a resource {@code <name>.rows} of this package; the subject is the name without its last letter.
     */
    private static final List<String> CATALOGUES = List.of("faults");

    private ReportMain() {
    }

    /** @param arguments directory of the project */
    public static void main(String[] arguments) throws IOException {
        Path project = Path.of(arguments[0]);
        List<TestResult> results = ResultFiles.of(project);
        for (String catalogue : CATALOGUES) {
            List<RowEvidence> evidence = RowEvidence.of(Row.catalogue(catalogue), results);
            Path file = project.resolve("src-docs").resolve("generated").resolve(catalogue + ".adoc");
            Files.createDirectories(file.getParent());
            Files.writeString(file, EvidenceTable.of(catalogue.substring(0, catalogue.length() - 1), evidence));
            System.out.printf(Locale.ROOT, "%s: %d rows, %d results%n", file, evidence.size(), results.size());
            evidence.stream().filter(row -> row.status() != RowEvidence.Status.PROVED)
                    .forEach(row -> System.out.println(row.row().id() + ": " + row.status()));
        }
    }
}
