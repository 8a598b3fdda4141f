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
package io.github.camelmqttx.springboot;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.Origin;

/**
 * A property of the component, as an application has set it.
 *
 * @param segments what follows the prefix, cut at the dots and brackets, spelled as it was found
 * @param value    with the placeholders of Spring resolved; may be a secret
 * @param origin   where it is set, if the source can tell
 */
record MqttxProperty(List<String> segments, String value, @Nullable Origin origin) {

    MqttxProperty {
        segments = List.copyOf(segments);
    }

    /** The name with the prefix. */
    String name() {
        return MqttxProperties.PREFIX + "." + String.join(".", segments);
    }

    /** The name, and where it is set; without the value. */
    @Override
    public String toString() {
        return origin == null ? name() : name() + " (" + origin + ")";
    }
}
