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

/**
 * One test of a result file.
 *
 * @param className   of the test, with package
 * @param displayName as written into the result file, with the invocation of a parameterized test
 */
record TestResult(String className, String displayName, Outcome outcome) {

    /** The name of the class without its package. */
    String simpleClassName() {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    /** Whether it needs brokers. */
    boolean isIntegrationTest() {
        return className.endsWith("IT");
    }
}
