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
 * Auto-configuration of the component {@code mqttx} for Spring Boot: the properties {@code camel.component.mqttx.*}
 * become the options of the component, and what cannot be one of them stops the application with an explanation. Used
 * by Spring Boot only; there is no API here.
 * <p>
 * There is no class with a field for each option that could fall behind the component: the options are those that the
 * component itself knows. {@code META-INF/spring-configuration-metadata.json}, for editors, is generated from the
 * metadata of the component.
 * <p>
 * Reading order: {@code MqttxComponentAutoConfiguration}, {@code MqttxProperty}, {@code MqttxProperties},
 * {@code OptionBinder}, {@code MqttxPropertiesException}, {@code MqttxPropertiesFailureAnalyzer}.
 */
@NullMarked
package io.github.camelmqttx.springboot;

import org.jspecify.annotations.NullMarked;
