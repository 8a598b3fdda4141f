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
package io.github.camelmqttx.internal.session;

import org.jspecify.annotations.Nullable;

/**
 * Has a message that no route has.
 *
 * @param from   the consumer that has handed it back, or null
 * @param failed whether it has failed in that consumer's route, so that only a route may have it
 */
record Unrouted(String topic, @Nullable Object from, boolean failed) {

    @Override
    public String toString() {
        return "(none is running for " + topic + ")";
    }
}
