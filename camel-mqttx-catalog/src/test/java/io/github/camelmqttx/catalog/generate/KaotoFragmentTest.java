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
import org.apache.camel.tooling.model.ComponentModel.EndpointOptionModel;
import org.apache.camel.tooling.model.JsonMapper;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Of what mqttx does not have now: required and deprecated options, numbers with fractions. */
class KaotoFragmentTest {

    @Test
    @DisplayName("C15 Kaoto: required, deprecated, secret and fractional options")
    void option_requiredDeprecatedSecret_isMarked() {
        EndpointOptionModel token = option("token", "string", "java.lang.String");
        token.setRequired(true);
        token.setSecret(true);
        token.setDeprecated(true);
        EndpointOptionModel factor = option("factor", "number", "double");
        factor.setDefaultValue("1.5");

        JsonObject schema = schema(token, factor);

        assertThat(schema.get("required")).hasToString("[token]");
        assertThat(property(schema, "token")).contains("format=password", "deprecated=true");
        assertThat(property(schema, "factor")).contains("type=number", "default=1.5");
    }

    private static String property(JsonObject schema, String name) {
        return schema.getMap("properties").get(name).toString();
    }

    private static JsonObject schema(EndpointOptionModel... options) {
        ComponentModel component = new ComponentModel();
        component.setName("sample");
        for (EndpointOptionModel option : options) {
            component.addEndpointOption(option);
        }
        JsonObject components = JsonMapper.deserialize(KaotoFragment.of(component));
        return components.<JsonObject> getMap("sample").getMap("propertiesSchema");
    }

    private static EndpointOptionModel option(String name, String type, String javaType) {
        EndpointOptionModel option = new EndpointOptionModel();
        option.setName(name);
        option.setKind("parameter");
        option.setGroup("common");
        option.setLabel("");
        option.setType(type);
        option.setJavaType(javaType);
        return option;
    }
}
