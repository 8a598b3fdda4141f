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

import io.github.camelmqttx.internal.client.OutgoingMessage;
import org.jspecify.annotations.Nullable;

/**
 * One call to the journal, to be written in its order. Holds all that the journal thread needs, because the message
 * itself belongs to the session's context.
 *
 * @param id       {@link OutgoingMessage#journalId()}, 0 for {@link Kind#OWNER}
 * @param packetId of {@link Kind#ASSIGN}, else 0
 * @param message  of {@link Kind#STORE}, else null
 * @param bytes    the record of {@link Kind#STORE}, the text of {@link Kind#OWNER}, else null
 * @param durable  run when the change is durable, or null
 */
record Change(Kind kind, long id, int packetId, @Nullable OutgoingMessage message, byte @Nullable [] bytes,
        @Nullable Runnable durable) {

    enum Kind {
        STORE,
        ASSIGN,
        RELEASE,
        UNASSIGN,
        REMOVE,
        OWNER
    }

    static Change store(OutgoingMessage message, byte[] record) {
        return new Change(Kind.STORE, message.journalId(), 0, message, record, null);
    }

    static Change assign(long id, int packetId, Runnable durable) {
        return new Change(Kind.ASSIGN, id, packetId, null, null, durable);
    }

    static Change release(long id, Runnable durable) {
        return new Change(Kind.RELEASE, id, 0, null, null, durable);
    }

    static Change unassign(long id) {
        return new Change(Kind.UNASSIGN, id, 0, null, null, null);
    }

    static Change remove(long id) {
        return new Change(Kind.REMOVE, id, 0, null, null, null);
    }

    static Change owner(byte[] text) {
        return new Change(Kind.OWNER, 0, 0, null, text, null);
    }

    boolean isStore() {
        return kind == Kind.STORE;
    }

    /** Whether somebody waits for it to be durable; the others may be so later. */
    boolean isAwaited() {
        return isStore() || durable != null;
    }

    int size() {
        return bytes == null ? 0 : bytes.length;
    }

    /** The message of a {@link Kind#STORE}. */
    OutgoingMessage stored() {
        if (message == null) {
            throw new IllegalStateException("A change of kind " + kind + " has no message");
        }
        return message;
    }

    /** The bytes of a {@link Kind#STORE} or {@link Kind#OWNER}. */
    byte[] content() {
        if (bytes == null) {
            throw new IllegalStateException("A change of kind " + kind + " has no bytes");
        }
        return bytes;
    }
}
