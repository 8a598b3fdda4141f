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
package io.github.camelmqttx.internal.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("The edges between session states")
class SessionStateTest {

    private static final Path DOCUMENT = Path.of("..", "src-docs", "connection.adoc");
    private static final Pattern EDGE = Pattern.compile("(?m)^([A-Z_]+) +-> ([A-Z_]+) ");
    private static final Path DRAWING = DOCUMENT.resolveSibling("images").resolve("connection-states.svg");
    private static final Pattern BOX = Pattern.compile("<text class=\"m b\"[^>]*>([^<]*)</text>");

    @Test
    void canBecome_everyPair_agreesWithTheListInTheDocument() throws IOException {
        List<String> edges = new ArrayList<>();
        for (SessionState from : SessionState.values()) {
            for (SessionState to : SessionState.values()) {
                if (from.canBecome(to)) {
                    edges.add(from + " -> " + to);
                }
            }
        }
        assertThat(EDGE.matcher(Files.readString(DOCUMENT)).results().map(edge -> edge.group(1) + " -> " + edge.group(2)))
                .containsExactlyInAnyOrderElementsOf(edges);
    }

    @Test
    void drawing_inTheDocument_hasEveryStateAndNoOther() throws IOException {
        assertThat(Files.readString(DOCUMENT)).contains("image::images/" + DRAWING.getFileName());
        assertThat(BOX.matcher(Files.readString(DRAWING)).results().map(box -> box.group(1)))
                .containsExactlyInAnyOrderElementsOf(Stream.of(SessionState.values()).map(Enum::name).toList());
    }
}
