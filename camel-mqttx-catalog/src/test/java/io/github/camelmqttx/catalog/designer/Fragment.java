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
package io.github.camelmqttx.catalog.designer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Files of this module for designers, and for comparison what the catalog says. */
final class Fragment {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Fragment() {
    }

    static JsonNode karavan() {
        return read("/META-INF/camel-mqttx/karavan/components.json");
    }

    static JsonNode kaoto() {
        return read("/META-INF/camel-mqttx/kaoto/components.json");
    }

    static JsonNode catalog() {
        return read("/org/apache/camel/catalog/components/mqttx.json");
    }

    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, JsonNode> members(JsonNode object) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        for (Iterator<Map.Entry<String, JsonNode>> i = object.fields(); i.hasNext();) {
            Map.Entry<String, JsonNode> member = i.next();
            members.put(member.getKey(), member.getValue());
        }
        return members;
    }

    private static JsonNode read(String resource) {
        try (InputStream in = Fragment.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("No resource " + resource);
            }
            return MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
