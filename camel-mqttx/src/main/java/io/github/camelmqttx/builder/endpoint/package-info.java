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
 * Endpoint DSL: {@code mqttx("a/b").qos(2)} in routes that are written in Java, each option a method of its own.
 * <p>
 * Public API for routes; the component itself does not use it. All classes here and in
 * {@link io.github.camelmqttx.builder.endpoint.dsl} are generated from the metadata of the component and need
 * {@code camel-endpointdsl} on the class path, which is an optional dependency; without it they are never loaded. They
 * are not null-marked. Begin with {@link io.github.camelmqttx.builder.endpoint.StaticEndpointBuilders}.
 */
package io.github.camelmqttx.builder.endpoint;
