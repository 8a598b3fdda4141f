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
package io.github.camelmqttx.torture.nemesis;

import java.util.List;

/**
 * A fault that is going to happen.
 *
 * @param kind           what
 * @param atPublisher    whether it hits the publisher's side, if it can hit either
 * @param gapMillis      calm before it
 * @param durationMillis how long it lasts, or how long the victim is away
 * @param salt           decides the rest, 0 or more
 */
public record Fault(FaultKind kind, boolean atPublisher, long gapMillis, long durationMillis, int salt) {

    /** One of the given things, always the same for the same fault. */
    <T> T choose(List<T> things) {
        return things.get(salt % things.size());
    }

    /** A number between two, both included, always the same for the same fault. */
    int between(int least, int most) {
        return least + salt / 64 % (most - least + 1);
    }
}
