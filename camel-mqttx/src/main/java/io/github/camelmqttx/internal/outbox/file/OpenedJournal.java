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
package io.github.camelmqttx.internal.outbox.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

import io.github.camelmqttx.MqttxOutboxException;
import io.github.camelmqttx.internal.outbox.OutboxSettings;
import io.github.camelmqttx.internal.outbox.SyncPolicy;

/**
 * A journal that was locked, opened and checked.
 *
 * @param found what an earlier process left
 */
record OpenedJournal(JournalDirectory directory, JournalStore store, JournalCheck.Found found) {

    /** @throws MqttxOutboxException if it cannot be used; then it is unlocked */
    static OpenedJournal open(OutboxSettings settings, String clientId, JournalClocks clocks) throws MqttxOutboxException {
        String base = Objects.requireNonNull(settings.directory(), "outbox=file without a directory");
        JournalDirectory directory = JournalDirectory.claim(Path.of(base), clientId);
        OpenedJournal opened = null;
        try {
            opened = open(directory, settings, clientId, clocks);
            return opened;
        } finally {
            if (opened == null) {
                directory.release();
            }
        }
    }

    private static OpenedJournal open(
            JournalDirectory directory, OutboxSettings settings, String clientId,
            JournalClocks clocks)
            throws MqttxOutboxException {
        JournalStore store = null;
        boolean usable = false;
        try {
            directory.checkFile();
            store = JournalStore.open(directory.file(), settings.sync() != SyncPolicy.NONE);
            JournalCheck.Found found = JournalCheck.read(store, clocks);
            if (!directory.isComplete()) {
                if (store.totals().messages() > 0) {
                    throw JournalFailures.foreign(clientId, directory.path(),
                            "it holds a journal without the file " + JournalDirectory.MARKER + ", which says whose it is");
                }
                store.commit(true);
                directory.complete();
            }
            usable = true;
            return new OpenedJournal(directory, store, found);
        } catch (CorruptJournalException e) {
            throw JournalFailures.corrupt(clientId, directory.path(), e);
        } catch (IOException e) {
            throw JournalFailures.unusable(clientId, directory.path(), e);
        } finally {
            if (!usable && store != null) {
                store.close();
            }
        }
    }

    /** Lets go of file and lock. */
    void abandon() {
        store.close();
        directory.release();
    }
}
