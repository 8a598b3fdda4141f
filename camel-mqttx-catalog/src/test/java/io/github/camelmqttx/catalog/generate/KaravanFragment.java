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
package io.github.camelmqttx.catalog.generate;

import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.JsonMapper;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/**
 * The palette of Karavan's designer with this component alone: an array of what the Camel catalog says, without the
 * options of the component itself. It differs from the catalog where Karavan's form would show nothing:
 * <ul>
 * <li>a default that JavaScript takes for false (false, 0) is a text, or it would not be shown;</li>
 * <li>an option of type array is an object, chosen among the beans, for there is no field for arrays.</li>
 * </ul>
 */
final class KaravanFragment {

    private KaravanFragment() {
    }

    static String of(ComponentModel component) {
        JsonObject entry = JsonMapper.asJsonObject(component);
        entry.remove("componentProperties");
        entry.getMap("properties").values().forEach(option -> adapt((JsonObject) option));
        JsonArray palette = new JsonArray();
        palette.add(entry);
        return JsonMapper.serialize(palette);
    }

    private static void adapt(JsonObject option) {
        Object value = option.get("defaultValue");
        if (value != null) {
            option.put("defaultValue", value.toString());
        }
        if ("array".equals(option.getString("type"))) {
            option.put("type", "object");
        }
    }
}
