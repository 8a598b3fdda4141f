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
package io.github.camelmqttx.internal.deadletter;

import org.jspecify.annotations.Nullable;

/**
 * Why a message became a dead letter; travels along with MQTT 5.0.
 *
 * @param route     that has failed, or null if no route has the message
 * @param exception class name, or null if there is none
 * @param message   text for people, without secrets
 * @param attempts  that have failed
 * @param time      of the failure, ISO 8601
 */
public record DeadLetterReason(@Nullable String route, @Nullable String exception, String message, int attempts, String time) {
}
