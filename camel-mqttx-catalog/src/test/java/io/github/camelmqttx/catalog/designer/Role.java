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
package io.github.camelmqttx.catalog.designer;

import java.util.Locale;

/** What an endpoint is in a route; both designers have a form for each. */
enum Role {
    CONSUMER,
    PRODUCER;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    Role other() {
        return this == CONSUMER ? PRODUCER : CONSUMER;
    }
}
