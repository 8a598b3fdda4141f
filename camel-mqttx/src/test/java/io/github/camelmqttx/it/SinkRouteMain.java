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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/**
 * A process with a route that notes each message in a file, asynchronously and before its exchange completes, until the
 * process is killed or its input ends. What is in the file survives SIGKILL.
 */
final class SinkRouteMain {

    /** What it prints when the route has started. */
    static final String STARTED = "started";
    /** Begins the line of a message that is in the route and not done. */
    static final String BEGUN = "> ";

    private SinkRouteMain() {
    }

    /** @param arguments broker, consumer URI, file */
    public static void main(String[] arguments) throws Exception {
        try (OutputStream sink = new FileOutputStream(Path.of(arguments[2]).toFile(), true);
             Application application = new Application(arguments[0])) {
            application.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(arguments[1]).routeId("sink")
                            .process(exchange -> append(sink, BEGUN, exchange))
                            .delay(5).asyncDelayed()
                            .process(exchange -> append(sink, "", exchange));
                }
            }).start();
            System.out.println(STARTED);
            while (System.in.read() >= 0) {
                continue;
            }
        }
    }

    private static void append(OutputStream sink, String prefix, Exchange exchange) throws IOException {
        String line = prefix + exchange.getMessage().getBody(String.class) + '\n';
        synchronized (sink) {
            sink.write(line.getBytes(StandardCharsets.UTF_8));
        }
    }
}
