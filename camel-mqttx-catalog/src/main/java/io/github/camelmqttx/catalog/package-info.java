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
/**
 * Makes the component known to tools that are built on the Camel catalog. With this jar on the class path a plain
 * {@link org.apache.camel.catalog.DefaultCamelCatalog} finds the component, its headers, its dev console and its
 * reference page by name; {@link io.github.camelmqttx.catalog.MqttxCatalog} makes a catalog list them too, and suggest
 * names for misspelt options. Needs {@code camel-catalog} and nothing else; tools may depend on it, routes need not.
 *
 * <p>
 * To read in this order: {@code MqttxCatalog}, {@code MqttxRuntimeProvider}, {@code SimilarNames}.
 */
@NullMarked
package io.github.camelmqttx.catalog;

import org.jspecify.annotations.NullMarked;
