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
package io.github.camelmqttx.catalog.tools;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.RuntimeProvider;
import org.apache.camel.catalog.maven.DefaultMavenArtifactProvider;
import org.apache.camel.catalog.maven.MavenArtifactProvider;
import org.apache.camel.catalog.maven.MavenVersionManager;

/**
 * A program that has nothing of ours on its class path, and gets it from a Maven repository with camel-catalog-maven.
 */
final class RepositoryProbe {

    private static final String GROUP = "io.github.camel-mqttx";

    private RepositoryProbe() {
    }

    /**
     * Prints what it finds, a {@code key=value} on each line.
     *
     * @param args directory of the repository, directory to download to, version
     */
    public static void main(String[] args) throws ReflectiveOperationException {
        String repository = Path.of(args[0]).toUri().toString();
        say("before", new DefaultCamelCatalog().componentJSonSchema("mqttx") != null);
        component(repository, args[1], args[2]);
        runtimeProvider(repository, args[1], args[2]);
    }

    @SuppressWarnings("deprecation") // the only implementation of MavenArtifactProvider, and what tools use
    private static void component(String repository, String download, String version) {
        CamelCatalog catalog = new DefaultCamelCatalog();
        MavenArtifactProvider maven = new DefaultMavenArtifactProvider();
        maven.setCacheDirectory(download);
        maven.addMavenRepository("ours", repository);
        Set<String> names = maven.addArtifactToCatalog(catalog, GROUP, "camel-mqttx", version);
        say("component.added", names);
        say("component.listed", catalog.findComponentNames().contains("mqttx"));
        say("component.good", catalog.validateEndpointProperties("mqttx:a?qos=1").isSuccess());
        say("component.unknown", catalog.validateEndpointProperties("mqttx:a?qoss=1").getUnknown());
    }

    private static void runtimeProvider(String repository, String download, String version)
            throws ReflectiveOperationException {
        CamelCatalog catalog = new DefaultCamelCatalog();
        MavenVersionManager maven = new MavenVersionManager();
        maven.setCacheDirectory(download);
        maven.addMavenRepository("ours", repository);
        catalog.setVersionManager(maven);
        say("provider.loaded", catalog.loadRuntimeProviderVersion(GROUP, "camel-mqttx-catalog", version));
        say("provider.version", catalog.getRuntimeProviderLoadedVersion());
        Class<?> type = Class.forName("io.github.camelmqttx.catalog.MqttxRuntimeProvider", true, maven.getClassLoader());
        catalog.setRuntimeProvider((RuntimeProvider) type.getConstructor().newInstance());
        say("provider.listed", catalog.findComponentNames().contains("mqttx"));
        say("provider.console", catalog.devConsoleModel("mqttx").getTitle());
        say("provider.documentation", catalog.loadResource("docs", "mqttx-component.adoc") != null);
        say("provider.unknown", catalog.validateEndpointProperties("mqttx:a?qoss=1").getUnknown());
        say("provider.others", Map.of("direct", catalog.findComponentNames().contains("direct")));
    }

    private static void say(String key, Object value) {
        System.out.println(key + "=" + value);
    }
}
