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
package io.github.camelmqttx.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.camelmqttx.testbed.Broker;

import static org.assertj.core.api.Assertions.assertThat;

/** One of several processes that run the same routes and note what they have done in one file. */
final class Member implements AutoCloseable {

    private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx96m");

    private final String name;
    private final Path sink;
    private final ChildJvm process;

    private Member(String name, Path sink, ChildJvm process) {
        this.name = name;
        this.sink = sink;
        this.process = process;
    }

    /**
     * Starts a process; it is its own host as far as its environment goes.
     *
     * @param directory  of the file, and of the cluster service
     * @param routes     as {@link SinkRouteMain} takes them
     * @param properties system properties
     */
    static Member start(Broker broker, Path directory, String name, String routes, String... properties) {
        List<String> options = new ArrayList<>(QUICK_START);
        options.addAll(List.of("-D" + SinkRouteMain.NAME + "=" + name,
                "-D" + SinkRouteMain.CLUSTER + "=" + directory.resolve("cluster")));
        options.addAll(List.of(properties));
        Path sink = directory.resolve("sink");
        return new Member(
                name, sink, ChildJvm.start(Map.of("HOSTNAME", name), options, SinkRouteMain.class, broker.uri(), routes,
                        sink.toString()));
    }

    Member awaitStarted() {
        assertThat(process.linesUpTo(SinkRouteMain.STARTED)).endsWith(SinkRouteMain.STARTED);
        return this;
    }

    /** What it has done so far. */
    List<String> done() {
        return SinkFile.doneBy(sink, name);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void kill() {
        process.kill();
    }

    /** Stops its routes gracefully, and ends. */
    void stop() {
        process.end();
    }

    /** Stops all its threads with its connections open, as a long pause for garbage collection does. */
    void freeze() throws IOException, InterruptedException {
        process.signal("STOP");
    }

    void thaw() throws IOException, InterruptedException {
        process.signal("CONT");
    }

    @Override
    public void close() {
        process.close();
    }
}
