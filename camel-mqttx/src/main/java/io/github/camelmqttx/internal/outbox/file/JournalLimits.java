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

/**
 * What bounds a journal's memory and its groups.
 *
 * @param windowMessages how many messages may be ready and not taken
 * @param windowBytes    how many bytes of records these may have before no further one becomes ready
 * @param groupChanges   how many changes are written at once
 * @param groupBytes     how many bytes of records are written at once before the next group begins
 * @param retryMillis    how long after a failure of the disk it is tried again
 */
record JournalLimits(int windowMessages, long windowBytes, int groupChanges, long groupBytes, long retryMillis) {

    static final JournalLimits DEFAULT = new JournalLimits(10_000, 16L << 20, 10_000, 8L << 20, 1_000);
}
