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
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

import io.github.camelmqttx.MqttxOutboxException;
import org.jspecify.annotations.Nullable;

/** What is said when a journal cannot be opened or written. */
final class JournalFailures {

    /** What the journal is built on, for the message that it is missing. */
    static final String LIBRARY = "com.h2database:h2-mvstore:2.4.240";

    private JournalFailures() {
    }

    static MqttxOutboxException libraryMissing(String clientId, Throwable cause) {
        return new MqttxOutboxException(
                "The outbox of Client Identifier " + clientId + " cannot be opened: outbox=file needs the library " + LIBRARY
                                        + ", which is not on the class path. Add it, or use outbox=memory",
                false, cause);
    }

    static MqttxOutboxException unexpected(String clientId, String directory, Throwable cause) {
        return new MqttxOutboxException(
                "The outbox of Client Identifier " + clientId + " below " + directory + " cannot be opened: " + cause, false,
                cause);
    }

    static MqttxOutboxException unusable(String clientId, Path directory, IOException cause) {
        String why;
        if (cause instanceof FileAlreadyExistsException || cause instanceof NotDirectoryException) {
            why = "it, or a part of its path, is a file and not a directory. Name another outboxDirectory";
        } else if (cause instanceof AccessDeniedException) {
            why = "access is denied. Let the user of this process read and write it, or name another outboxDirectory";
        } else {
            why = "it cannot be made, read or written (" + text(cause)
                  + "). Check the disk, its space and the rights of the user"
                  + " of this process, or name another outboxDirectory";
        }
        return opening(clientId, directory, why, true, cause);
    }

    static MqttxOutboxException lockedByAnother(String clientId, Path directory, String owner) {
        return opening(clientId, directory, "another process" + owner + " uses it. Two processes must not share a Client"
                                            + " Identifier; stop the other one, or name another clientId or outboxDirectory",
                true, null);
    }

    static MqttxOutboxException lockedHere(String clientId, Path directory) {
        return opening(clientId, directory, "this process uses it already, in another Camel context or session. Name another"
                                            + " clientId or outboxDirectory for one of them",
                true, null);
    }

    static MqttxOutboxException foreign(String clientId, Path directory, String what) {
        return opening(clientId, directory, what + ". Nothing there was changed. Name another outboxDirectory, or move what"
                                            + " is there away",
                false, null);
    }

    static MqttxOutboxException newer(String clientId, Path directory, String format) {
        return opening(clientId, directory, "its format " + format + " is that of a newer version of this component. Use that"
                                            + " version until the outbox is empty, or name another outboxDirectory",
                false, null);
    }

    static MqttxOutboxException corrupt(String clientId, Path directory, IOException cause) {
        return opening(clientId, directory, "the journal is damaged (" + text(cause) + "). It was left as it is, because"
                                            + " messages in it would be lost. To give them up, move the whole directory away"
                                            + " and start again; it can be kept for an inspection",
                false, cause);
    }

    private static MqttxOutboxException opening(
            String clientId, Path directory, String why, boolean retryable,
            @Nullable Throwable cause) {
        return new MqttxOutboxException(
                "The outbox of Client Identifier " + clientId + " in " + directory + " cannot be opened: " + why, retryable,
                cause);
    }

    static String noRoom(Path file, long free, long needed) {
        return "The disk of " + file + " is full: " + free + " bytes are free, " + needed
               + " are needed, some of them kept for acknowledgements. Make room there";
    }

    static String broken(Path file, IOException cause) {
        return "The journal " + file + " cannot be written (" + text(cause)
               + "). If the disk is full make room there, otherwise check it";
    }

    static MqttxOutboxException notStored(String topicOfOne, String trouble) {
        return new MqttxOutboxException("Publish to " + topicOfOne + " was not accepted into the outbox: " + trouble, true);
    }

    static String text(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
