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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import org.xml.sax.SAXException;

/**
 * The result files of the test runs: {@code TEST-*.xml} in directories named {@code *-reports*} below {@code target}.
 */
final class ResultFiles {

    /** A module's {@code target/surefire-reports}, of a module that may be in a directory of modules. */
    private static final int DEPTH = 5;

    private ResultFiles() {
    }

    /**
     * All tests of a project and its modules. Of a test that is in several files the newest file counts.
     *
     * @throws IllegalStateException if there are no result files, or one is not well-formed
     */
    static List<TestResult> of(Path project) {
        List<Path> files = find(project);
        if (files.isEmpty()) {
            throw new IllegalStateException("There are no test results below " + project + ". Run mvn verify first.");
        }
        Map<String, List<TestResult>> newest = new LinkedHashMap<>();
        for (Path file : files) {
            Map<String, List<TestResult>> byName = new LinkedHashMap<>();
            for (TestResult result : read(file)) {
                byName.computeIfAbsent(result.className() + ' ' + result.displayName(), name -> new ArrayList<>()).add(result);
            }
            newest.putAll(byName);
        }
        return newest.values().stream().flatMap(List::stream).toList();
    }

    /** The oldest file first. */
    private static List<Path> find(Path project) {
        try (Stream<Path> paths
                = Files.find(project, DEPTH, (path, attributes) -> attributes.isRegularFile() && isResult(path))) {
            return paths.sorted(Comparator.<Path> comparingLong(path -> path.toFile().lastModified())
                    .thenComparing(Comparator.naturalOrder())).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The test results below " + project + " cannot be listed", e);
        }
    }

    private static boolean isResult(Path path) {
        Path directory = path.getParent();
        return path.getFileName().toString().matches("TEST-.*\\.xml") && directory != null
                && directory.getFileName().toString().contains("-reports")
                && directory.getParent().getFileName().toString().equals("target");
    }

    /**
     * Reads one file. The class is that of the file's name, because the class in the file is its display name if it has
     * one.
     *
     * @throws IllegalStateException if the file is not well-formed, or has a document type declaration
     */
    static List<TestResult> read(Path file) {
        String className = file.getFileName().toString().replaceFirst("^TEST-", "").replaceFirst("\\.xml$", "");
        try {
            NodeList cases = parser().parse(file.toFile()).getElementsByTagName("testcase");
            List<TestResult> results = new ArrayList<>();
            for (int i = 0; i < cases.getLength(); i++) {
                Element test = (Element) cases.item(i);
                results.add(new TestResult(className, test.getAttribute("name"), outcome(test)));
            }
            return results;
        } catch (SAXException | ParserConfigurationException e) {
            throw new IllegalStateException("The test result " + file + " is not well-formed: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("The test result " + file + " cannot be read", e);
        }
    }

    private static DocumentBuilder parser() throws ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setXIncludeAware(false);
        factory.setExpandEntityReferences(false);
        DocumentBuilder builder = factory.newDocumentBuilder();
        builder.setErrorHandler(null);
        return builder;
    }

    private static Outcome outcome(Element test) {
        if (has(test, "failure") || has(test, "error")) {
            return Outcome.FAILED;
        }
        return has(test, "skipped") ? Outcome.SKIPPED : Outcome.PASSED;
    }

    private static boolean has(Element test, String child) {
        return test.getElementsByTagName(child).getLength() > 0;
    }
}
