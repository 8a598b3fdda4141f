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
/**
 * The journal behind {@code outbox=file}: publishes on disk, written by one thread per session into an MVStore file.
 * <p>
 * Reading order: {@code FileJournal} (the queue and the thread), {@code GroupWriter} (one group and what becomes of it
 * when the disk fails), {@code ReadyWindow} (which messages are in memory), {@code JournalStore} (the only class that
 * knows the library, with {@code RecordType}), {@code JournalCheck} (what an earlier process left),
 * {@code JournalCodec} (a message as bytes), {@code JournalDirectory} (marker and lock), {@code JournalFailures}
 * (texts). Used by whoever opens journals, through {@code FileJournal#open}; imports neither Camel nor a driver. The
 * library is optional at run time.
 */
@NullMarked
package io.github.camelmqttx.internal.outbox.file;

import org.jspecify.annotations.NullMarked;
