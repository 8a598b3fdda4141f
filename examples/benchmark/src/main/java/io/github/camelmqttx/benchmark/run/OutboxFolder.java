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
package io.github.camelmqttx.benchmark.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.github.camelmqttx.benchmark.contender.ContenderSpec;

/** A folder for the outbox of one measurement; gone when closed. */
final class OutboxFolder implements AutoCloseable {
    private final Path path;

    OutboxFolder(Path parent) throws IOException {
        Files.createDirectories(parent);
        path = Files.createTempDirectory(parent.toAbsolutePath(), "outbox");
    }

    /** The endpoint options that the outbox needs besides what the contender says. */
    String options(ContenderSpec spec) {
        return "clientId=" + path.getFileName()
               + (spec.options().startsWith("outbox=file") ? "&outboxDirectory=RAW(" + path + ")" : "");
    }

    @Override
    public void close() throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(path)) {
            all = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }
}
