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
 * Checks the manifests: against the schemas of Camel K and Kubernetes, against the schema of the YAML DSL and the
 * metadata of the component, and by running their routes without a cluster. Nothing depends on this package. Begin with
 * {@link io.github.camelmqttx.examples.camelk.Manifest}.
 */
@NullMarked
package io.github.camelmqttx.examples.camelk;

import org.jspecify.annotations.NullMarked;
