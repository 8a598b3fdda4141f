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
package io.github.camelmqttx.internal.pool;

import java.util.function.LongSupplier;

import io.github.camelmqttx.MqttxOutboxException;
import io.github.camelmqttx.internal.outbox.OutboxSettings;
import io.github.camelmqttx.internal.outbox.PublishJournal;

/** Opens the journal of a session. */
@FunctionalInterface
public interface JournalOpener {

    /**
     * Waits for the disk.
     *
     * @param  nanoTime             time of the session's context
     * @throws MqttxOutboxException if the journal cannot be made, read or locked
     */
    PublishJournal open(OutboxSettings settings, String clientId, LongSupplier nanoTime) throws MqttxOutboxException;
}
