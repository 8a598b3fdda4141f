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
package io.github.camelmqttx.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The site in {@code target/site}. */
class SiteTest {

    @Test
    void links_ofTheSite_leadSomewhereAndNothingComesFromElsewhere() {
        Site site = new Site(Tree.SITE);
        assertThat(site.pages()).hasSizeGreaterThan(20);
        assertThat(site.brokenLinks()).isEmpty();
    }

    @Test
    void page_ofTheSite_isInTheNavigationOrAmongTheDecisions() {
        Site site = new Site(Tree.SITE);
        Set<Path> reached = new HashSet<>(site.linkedFrom(Tree.SITE.resolve("index.html"), "<nav class=\"pages\"", "</nav>"));
        reached.addAll(site.linkedFrom(Tree.SITE.resolve("decisions.html"), "<div id=\"content\"", "</table>"));
        assertThat(reached).as("add the page to theme/docinfo-header.html").containsAll(site.pages());
    }

    @Test
    void page_ofTheSite_hasNeitherScriptsNorUnresolvedAttributes() {
        for (Path page : new Site(Tree.SITE).pages()) {
            assertThat(Tree.read(page)).as("%s", page).doesNotContain("<script").contains("<nav class=\"pages\"")
                    .doesNotContain("{rel}").doesNotContain("{source-root}").doesNotContain("-version}");
            assertThat(Tree.read(page)).as("%s: write a text for the link", page).doesNotContainPattern("\\.html</a>");
        }
    }

    @Test
    void badLinks_areFound(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("a.html"), "<h2 id=\"here\"></h2><a href=\"#here\"></a><a href=\"#gone\"></a>"
                                                    + "<a href=\"b.html#there\"></a><a href=\"b.html#gone\"></a><a href=\"c.html\"></a>"
                                                    + "<img alt=\"\" src=\"missing.svg\"><img src=\"https://example.com/x.png\"><a href=\"https://example.com\"></a>");
        Files.writeString(folder.resolve("b.html"), "<a id=\"there\"></a>");
        assertThat(new Site(folder).brokenLinks()).isEqualTo(List.of("a.html: #gone has no such anchor",
                "a.html: b.html#gone has no such anchor", "a.html: c.html does not exist",
                "a.html: missing.svg does not exist", "a.html: https://example.com/x.png is loaded from elsewhere"));
    }
}
