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

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/** A client of Camel's language server, which it starts and talks to over standard input and output. For one thread. */
final class LanguageServer implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final OutputStream out;
    private final BlockingQueue<JsonObject> received = new LinkedBlockingQueue<>();
    private int lastId;

    LanguageServer(Path jar, File log) throws IOException {
        process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-jar",
                jar.toString()).redirectError(log).start();
        out = process.getOutputStream();
        Thread reader = new Thread(this::read, "language-server-reader");
        reader.setDaemon(true);
        reader.start();
    }

    /** @param settings of the section {@code camel} */
    void initialize(Map<String, ?> settings) throws IOException, InterruptedException {
        JsonObject completionItem = object("documentationFormat", List.of("plaintext"));
        JsonObject capabilities = object("textDocument", object("completion", object("completionItem", completionItem)));
        request("initialize", new JsonObject(
                Map.of(
                        "capabilities", capabilities, "initializationOptions", Map.of("camel", settings))));
        send(new JsonObject(Map.of("jsonrpc", "2.0", "method", "initialized", "params", Map.of())));
    }

    void open(String uri, String language, String text) throws IOException {
        send(new JsonObject(
                Map.of("jsonrpc", "2.0", "method", "textDocument/didOpen", "params",
                        Map.of("textDocument", Map.of("uri", uri, "languageId", language, "version", 1, "text", text)))));
    }

    /** What may stand at the place, by what would be inserted. */
    List<String> complete(String uri, int line, int character) throws IOException, InterruptedException {
        Object items = request("textDocument/completion", new JsonObject(
                Map.of(
                        "textDocument", Map.of("uri", uri), "position", Map.of("line", line, "character", character))));
        return ((JsonArray) items).stream().map(item -> {
            String text = ((JsonObject) item).getString("insertText");
            return Objects.requireNonNullElse(text, ((JsonObject) item).getString("label"));
        }).toList();
    }

    /** Waits for the mistakes that the server finds in the document. */
    List<String> mistakes(String uri) throws InterruptedException {
        JsonObject found = await(message -> "textDocument/publishDiagnostics".equals(message.getString("method"))
                && message.<JsonObject> getMap("params").getString("uri").equals(uri));
        JsonArray diagnostics = found.<JsonObject> getMap("params").getCollection("diagnostics");
        return diagnostics.stream().map(diagnostic -> ((JsonObject) diagnostic).getString("message").strip()).toList();
    }

    private Object request(String method, JsonObject params) throws IOException, InterruptedException {
        int id = ++lastId;
        send(new JsonObject(Map.of("jsonrpc", "2.0", "id", id, "method", method, "params", params)));
        JsonObject answer = await(message -> message.getInteger("id") != null && message.getInteger("id") == id);
        if (answer.containsKey("error")) {
            throw new IllegalStateException(method + ": " + answer.get("error"));
        }
        return Objects.requireNonNullElse(answer.get("result"), "");
    }

    private JsonObject await(Predicate<JsonObject> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            JsonObject message = received.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (message == null) {
                throw new IllegalStateException("The language server has not answered in " + PATIENCE_SECONDS + " seconds");
            }
            if (wanted.test(message)) {
                return message;
            }
        }
    }

    private void send(JsonObject message) throws IOException {
        byte[] body = message.toJson().getBytes(StandardCharsets.UTF_8);
        out.write(("Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }

    private void read() {
        try (InputStream in = new BufferedInputStream(process.getInputStream())) {
            while (true) {
                received.add((JsonObject) Jsoner.deserialize(new String(in.readNBytes(length(in)), StandardCharsets.UTF_8)));
            }
        } catch (EOFException e) {
            // the server has ended
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (DeserializationException e) {
            throw new IllegalStateException("The language server sent something that is not JSON", e);
        }
    }

    private static int length(InputStream in) throws IOException {
        int length = -1;
        StringBuilder line = new StringBuilder();
        while (true) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException();
            }
            if (c == '\n') {
                String header = line.toString().strip();
                if (header.isEmpty()) {
                    return length;
                }
                if (header.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                    length = Integer.parseInt(header.substring(15).strip());
                }
                line.setLength(0);
            } else {
                line.append((char) c);
            }
        }
    }

    private static JsonObject object(String key, Object value) {
        JsonObject object = new JsonObject();
        object.put(key, value);
        return object;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
