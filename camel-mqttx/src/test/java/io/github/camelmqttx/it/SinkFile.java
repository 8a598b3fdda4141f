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

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.apache.camel.Exchange;

/**
 * A file in which the routes of one or more processes note each message twice: when it enters the route, and when it is
 * done. What is in the file survives SIGKILL. A line has the name of the writer before the message.
 */
final class SinkFile implements AutoCloseable {

    private static final String BEGUN = "> ";

    private final String writer;
    private final OutputStream file;

    private SinkFile(String writer, OutputStream file) {
        this.writer = writer;
        this.file = file;
    }

    /** @param writer without blanks */
    static SinkFile append(Path file, String writer) throws IOException {
        return new SinkFile(writer, new FileOutputStream(file.toFile(), true));
    }

    void begun(Exchange exchange) throws IOException {
        write(BEGUN, exchange);
    }

    void done(Exchange exchange) throws IOException {
        write("", exchange);
    }

    private void write(String prefix, Exchange exchange) throws IOException {
        String line = prefix + writer + ' ' + exchange.getMessage().getBody(String.class) + '\n';
        synchronized (file) {
            file.write(line.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static List<String> lines(Path file) {
        try {
            String text = Files.readString(file);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The sink cannot be read", e);
        }
    }

    /** The messages that are done, in order, as often as they were. */
    static List<String> done(Path file) {
        return lines(file).stream().filter(line -> !line.startsWith(BEGUN))
                .map(line -> line.substring(line.indexOf(' ') + 1)).toList();
    }

    /** The messages that one of the writers has done, in order. */
    static List<String> doneBy(Path file, String writer) {
        String start = writer + ' ';
        return lines(file).stream().filter(line -> line.startsWith(start)).map(line -> line.substring(start.length())).toList();
    }

    /** How often a message has entered a route. */
    static int begun(Path file) {
        return (int) lines(file).stream().filter(line -> line.startsWith(BEGUN)).count();
    }
}
