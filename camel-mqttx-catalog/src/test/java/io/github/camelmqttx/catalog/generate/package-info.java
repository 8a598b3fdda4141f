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
 * What is made of the metadata of the component for tools and documents. A generator is a function from the metadata to
 * the text of a file; {@link io.github.camelmqttx.catalog.generate.GeneratedFiles} says which file. The files are
 * committed; the build fails if one is not what its generator makes, and
 * {@code mvn -q -Pgenerate -pl camel-mqttx-catalog -am test} writes them.
 */
package io.github.camelmqttx.catalog.generate;
