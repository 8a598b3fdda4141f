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

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Makes a report of wrong properties instead of a stack trace. */
final class MqttxPropertiesFailureAnalyzer extends AbstractFailureAnalyzer<MqttxPropertiesException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, MqttxPropertiesException cause) {
        return new FailureAnalysis(
                "The component mqttx cannot be configured:\n\n    " + String.join("\n    ", cause.mistakes()),
                "Correct these properties of your application. Every option of the component is a property "
                                                                                                               + MqttxProperties.PREFIX
                                                                                                               + ".NAME; options of endpoints only belong into the URI.",
                cause);
    }
}
