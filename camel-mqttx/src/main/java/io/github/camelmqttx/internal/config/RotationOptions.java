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
package io.github.camelmqttx.internal.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.camelmqttx.MqttxConfiguration;
import io.github.camelmqttx.internal.session.RotationSettings;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.jspecify.annotations.Nullable;

/** Which files of an endpoint can be replaced while it runs. */
final class RotationOptions {

    private static final String FILE = "file:";
    private static final Pattern SCHEME = Pattern.compile("^[a-zA-Z][a-zA-Z0-9+.-]+:.*");

    private RotationOptions() {
    }

    static RotationSettings settings(MqttxConfiguration configuration) {
        long millis = configuration.getRotationCheckInterval();
        List<Path> files = files(configuration);
        return millis <= 0 || files.isEmpty()
                ? RotationSettings.NONE : new RotationSettings(files, TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** Resources that are files; what is on the class path or elsewhere stays as it is. */
    static List<Path> files(MqttxConfiguration configuration) {
        List<Path> files = new ArrayList<>();
        Stream.of(configuration.getKeyStore(), configuration.getTrustStore(), configuration.getCrlFile(),
                configuration.getPasswordFile()).forEach(resource -> add(files, resource));
        SSLContextParameters parameters = configuration.getSslContextParameters();
        if (parameters != null) {
            KeyManagersParameters keys = parameters.getKeyManagers();
            TrustManagersParameters trust = parameters.getTrustManagers();
            addStore(files, keys == null ? null : keys.getKeyStore());
            addStore(files, trust == null ? null : trust.getKeyStore());
        }
        return files;
    }

    /** Whether the SSLContextParameters of the Camel context may be used, of which the options do not tell. */
    static boolean mayHaveGlobalStores(MqttxConfiguration configuration) {
        return configuration.getSslContextParameters() == null && !BrokerOptions.hasTlsShortcut(configuration);
    }

    private static void addStore(List<Path> files, @Nullable KeyStoreParameters store) {
        add(files, store == null ? null : store.getResource());
    }

    private static void add(List<Path> files, @Nullable String resource) {
        if (resource == null || resource.isBlank()) {
            return;
        }
        try {
            if (resource.startsWith(FILE)) {
                String path = resource.substring(FILE.length());
                files.add(Path.of(path.startsWith("//") ? path.substring(2) : path));
            } else if (!SCHEME.matcher(resource).matches()) {
                files.add(Path.of(resource));
            }
        } catch (InvalidPathException e) {
            // what reads the file will name it
            return;
        }
    }
}
