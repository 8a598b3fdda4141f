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
package io.github.camelmqttx.torture.route;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * How a process of a route and the harness talk: lines on standard input, one line on standard output when the route
 * runs. The process ends when its standard input does, hence also when the harness is killed.
 */
public final class Commands {

    /** The route runs. */
    public static final String READY = "READY";
    /** End in an orderly way. */
    public static final String STOP = "stop";
    /** Publish nothing until {@link #RESUME}. */
    public static final String PAUSE = "pause";
    /** Go on. */
    public static final String RESUME = "resume";
    /** Followed by a blank and the milliseconds that the sink takes for each message. */
    public static final String SLOW = "slow";

    private Commands() {
    }

    /** Says that the route runs, and hands over commands until the process ends. */
    static void serve(Consumer<String> handler) throws IOException {
        System.out.println(READY);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            handler.accept(line);
        }
        Runtime.getRuntime().halt(2);
    }
}
