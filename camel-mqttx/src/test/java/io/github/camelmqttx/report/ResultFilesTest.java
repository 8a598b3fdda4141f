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
import java.nio.file.attribute.FileTime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ResultFilesTest {

    private static final String PASSED = "<testcase name=\"F01 one\" classname=\"Name of the class\" time=\"1\"/>";

    @TempDir
    private Path project;

    private Path write(String path, String cases, int time) throws IOException {
        Path file = project.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "<?xml version=\"1.0\" encoding=\"UTF-8\"?><testsuite>" + cases + "</testsuite>");
        return Files.setLastModifiedTime(file, FileTime.fromMillis(time));
    }

    @Test
    void read_eachOutcome_isTold() throws IOException {
        Path file = write("target/surefire-reports/TEST-a.OneIT.xml",
                PASSED + "<testcase name=\"F01 two\" classname=\"Name of the class\"><failure type=\"x\">f</failure></testcase>"
                                                                      + "<testcase name=\"F01 three\" classname=\"Name of the class\"><error/></testcase>"
                                                                      + "<testcase name=\"F01 &lt;four&gt;\" classname=\"Name of the class\"><skipped message=\"no broker\"/></testcase>",
                1);
        assertThat(ResultFiles.read(file)).containsExactly(
                new TestResult("a.OneIT", "F01 one", Outcome.PASSED),
                new TestResult("a.OneIT", "F01 two", Outcome.FAILED),
                new TestResult("a.OneIT", "F01 three", Outcome.FAILED),
                new TestResult("a.OneIT", "F01 <four>", Outcome.SKIPPED));
    }

    @Test
    void of_severalModulesAndRuns_allAreReadAndTheNewestCounts() throws IOException {
        write("module/target/failsafe-reports/TEST-a.OneIT.xml",
                "<testcase name=\"F01 one\" classname=\"Name of the class\"><failure/></testcase>", 1);
        write("module/target/failsafe-reports-slow/TEST-a.OneIT.xml", PASSED, 2);
        write("examples/other/target/surefire-reports/TEST-a.TwoTest.xml", PASSED, 3);
        write("module/src/reports/TEST-a.NoResult.xml", PASSED, 4);
        assertThat(ResultFiles.of(project)).containsExactlyInAnyOrder(
                new TestResult("a.OneIT", "F01 one", Outcome.PASSED),
                new TestResult("a.TwoTest", "F01 one", Outcome.PASSED));
    }

    @Test
    void of_noResults_saysWhatToDo() {
        assertThatThrownBy(() -> ResultFiles.of(project)).hasMessageContaining("mvn verify")
                .hasMessageContaining(project.toString());
    }

    @Test
    void read_externalEntity_isRefused() throws IOException {
        Path secret = Files.writeString(project.resolve("secret"), "secret");
        Path file = Files.writeString(project.resolve("TEST-a.xml"),
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]><testsuite><testcase name=\"&e;\"/></testsuite>");
        assertThatThrownBy(() -> ResultFiles.read(file)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(file.toString()).hasMessageContaining("DOCTYPE");
    }

    @Test
    void read_cutFile_isAnErrorNotAnEmptyResult() throws IOException {
        Path file = Files.writeString(project.resolve("TEST-a.xml"), "<testsuite><testcase name=\"F01");
        assertThatThrownBy(() -> ResultFiles.read(file)).hasMessageContaining("not well-formed");
    }
}
