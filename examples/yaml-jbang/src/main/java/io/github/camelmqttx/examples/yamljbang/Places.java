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

import java.nio.file.Path;

/**
 * Where things are.
 *
 * @param module          the folder of this example
 * @param work            for logs, the broker's data and what the CLI writes
 * @param localRepository in which the CLI looks for jars before it downloads them
 * @param version         of camel-mqttx
 */
record Places(Path module, Path work, Path localRepository, String version) {

    /** From the system properties {@code example.directory} and {@code example.version}. */
    static Places fromSystemProperties() {
        Path work = Path.of(required("example.directory")).toAbsolutePath();
        Path module = work.getParent().getParent();
        return new Places(module, work, module.resolve("repository/target/local-repo"), required("example.version"));
    }

    /** The same, but what is written goes elsewhere. */
    Places apart(String name) {
        return new Places(module, work.resolve(name), localRepository, version);
    }

    Path routes() {
        return module.resolve("routes");
    }

    /** The route of the documentation. */
    Path first() {
        return module.resolve("first");
    }

    Path mistakes() {
        return module.resolve("mistakes");
    }

    /** The class path of the CLI, which the module {@code cli} has written. */
    Path cli() {
        return module.resolve("cli/target");
    }

    /** The jar that makes the component known to the CLI. */
    Path catalog() {
        return localRepository.resolve("io/github/camel-mqttx/camel-mqttx-catalog/" + version)
                .resolve("camel-mqttx-catalog-" + version + ".jar");
    }

    /** The component, as the CLI wants to have it named. */
    String dependency() {
        return "mvn:io.github.camel-mqttx:camel-mqttx:" + version;
    }

    private static String required(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new IllegalStateException("The system property " + property + " is missing: start the example with Maven");
        }
        return value;
    }
}
