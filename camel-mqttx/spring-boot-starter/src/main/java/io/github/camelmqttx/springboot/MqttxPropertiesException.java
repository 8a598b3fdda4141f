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

/**
 * Properties of the component that are no options of it, or have values that cannot be theirs. Stops the start of the
 * application; to be corrected in its configuration, a retry does not help. Has no cause, as those of Camel show
 * values, and one of them may be a secret.
 */
public final class MqttxPropertiesException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final List<String> mistakes;

    MqttxPropertiesException(List<String> mistakes) {
        super((mistakes.size() == 1 ? "A mistake" : mistakes.size() + " mistakes") + " in the properties "
              + MqttxProperties.PREFIX + ".*: " + String.join("; ", mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    /** A sentence for each property that is wrong: its name, where it is set, why it is wrong and what may be meant. */
    public List<String> mistakes() {
        return mistakes;
    }
}
