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
 * The builders of the endpoint DSL: one interface for consumers, one for producers and one for both, each with its
 * advanced options behind {@code advanced()}.
 * <p>
 * Public API for routes; generated, see {@link io.github.camelmqttx.builder.endpoint}. A route builder that implements
 * {@code MqttxEndpointBuilderFactory.MqttxBuilders} besides extending Camel's {@code EndpointRouteBuilder} has
 * {@code mqttx(...)} without an import.
 */
package io.github.camelmqttx.builder.endpoint.dsl;
