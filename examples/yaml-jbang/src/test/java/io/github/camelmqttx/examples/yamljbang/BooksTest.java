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

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BooksTest {

    private static final String PREFIX = "2026-01-01 10:00:00.000  INFO 1 --- [ - timer://oven] oven.camel.yaml:14 ";

    private final Books books = new Books();

    @Test
    void lines_ofTheRoutes_areCounted() {
        for (String line : List.of("sends 1", "sends 2", "sends 3", "receives 1 of ovens/1/counter",
                "receives 3 of ovens/1/counter", "receives 3 of ovens/1/counter")) {
            books.read(PREFIX + ": " + line);
        }
        assertThat(books.sent()).isEqualTo(3);
        assertThat(books.received()).isEqualTo(2);
        assertThat(books.duplicates()).isOne();
        assertThat(books.missing()).containsExactly(2L);
    }

    @Test
    void lines_ofOthers_areIgnored() {
        books.read(PREFIX + ": Started oven (timer://oven)");
        books.read(PREFIX + ": sends 7 messages");
        assertThat(books.sent()).isZero();
    }
}
