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
package io.github.camelmqttx.internal.config;

import io.github.camelmqttx.MqttxConfiguration;

/** Checks what belongs to the outbox, except the single numbers. */
final class OutboxCheck {

    private final MqttxConfiguration configuration;
    private final Mistakes mistakes;

    OutboxCheck(MqttxConfiguration configuration, Mistakes mistakes) {
        this.configuration = configuration;
        this.mistakes = mistakes;
    }

    void run() {
        String directory = configuration.getOutboxDirectory();
        if ("file".equals(configuration.getOutbox())) {
            mistakes.addIf(directory == null || directory.isBlank(),
                    "outbox=file needs outboxDirectory: name a directory on a local disk");
            mistakes.addIf(configuration.getClientId() == null,
                    "outbox=file needs clientId: a session with a random Client Identifier would not find its messages again"
                                                                + " after a restart");
            return;
        }
        String unused = " has no effect with outbox=" + configuration.getOutbox() + ": set outbox=file, or remove it";
        mistakes.addIf(directory != null, "outboxDirectory" + unused);
        mistakes.addIf(!"stored".equals(configuration.getOutboxCompletion()), "outboxCompletion" + unused);
        mistakes.addIf(!"commit".equals(configuration.getOutboxSync()), "outboxSync" + unused);
    }
}
