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
package io.github.camelmqttx.examples.quickstart;

/** The messages of the quickstart, by who sends them to whom. */
enum Flow {
    TEMPERATURE(Role.DEVICES, Role.PLANT),
    COMMAND(Role.PLANT, Role.DEVICES),
    CONFIRMATION(Role.DEVICES, Role.PLANT);

    private final Role sender;
    private final Role receiver;

    Flow(Role sender, Role receiver) {
        this.sender = sender;
        this.receiver = receiver;
    }

    Role sender() {
        return sender;
    }

    Role receiver() {
        return receiver;
    }
}
