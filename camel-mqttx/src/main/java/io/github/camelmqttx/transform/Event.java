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
package io.github.camelmqttx.transform;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A CloudEvent.
 *
 * @param attributes context attributes, extensions included, by the names of the specification; none is null. Values
 *                   are String, Boolean or Integer
 * @param data       the data in the encoding that {@code datacontenttype} declares, or null if the event has none
 */
record Event(Map<String, Object> attributes, byte @Nullable [] data) {
}
