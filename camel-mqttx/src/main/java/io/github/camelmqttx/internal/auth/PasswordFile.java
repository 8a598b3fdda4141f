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
package io.github.camelmqttx.internal.auth;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file whose content is a password or token: UTF-8, without the one line end that an editor may have put at its end.
 * Messages name the file, never its content.
 */
public record PasswordFile(Path path) {

    private static final String SCHEME = "file:";
    /** Spec: 5.0 section 1.5.6, 3.1.1 section 3.1.3.5. */
    private static final int MAXIMUM_BYTES = 65_535;
    private static final int LINE_END_BYTES = 2;

    /**
     * @param  option                   a path, with or without {@code file:} in front
     * @throws IllegalArgumentException if it is neither
     */
    public static PasswordFile parse(String option) {
        String text = option.startsWith(SCHEME) ? option.substring(SCHEME.length()) : option;
        if (text.isBlank()) {
            throw new IllegalArgumentException("it is empty: name the file, or remove the option");
        }
        if (option.startsWith("classpath:")) {
            throw new IllegalArgumentException(
                    option + " is part of the application, so it cannot be renewed: name a file, or use the option password");
        }
        try {
            return new PasswordFile(Path.of(text.startsWith("//") ? text.substring(2) : text));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(option + " is not the name of a file (" + e.getReason() + "): correct it", e);
        }
    }

    /** Whether there is such a file now. */
    public boolean exists() {
        return Files.exists(path);
    }

    /**
     * Reads the file; blocks.
     *
     * @throws IOException if it cannot be read or has no password; the message is a clause that says why and what to do
     */
    public String read() throws IOException {
        String text = text(bytes());
        if (text.isEmpty()) {
            throw new IOException("the file " + path + " is empty: it must hold the password");
        }
        return text;
    }

    private byte[] bytes() throws IOException {
        byte[] bytes = content();
        int length = withoutLineEnd(bytes);
        if (length > MAXIMUM_BYTES) {
            throw new IOException(
                    "the file " + path + " has more than the " + MAXIMUM_BYTES
                                  + " bytes that a password may have: name the right file");
        }
        return Arrays.copyOf(bytes, length);
    }

    private byte[] content() throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(MAXIMUM_BYTES + LINE_END_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new IOException("the file " + path + " does not exist: create it, or correct the name", e);
        } catch (AccessDeniedException e) {
            throw new IOException("the file " + path + " may not be read by this process: change its permissions", e);
        } catch (IOException e) {
            throw new IOException("the file " + path + " cannot be read (" + e.getMessage() + "): name a readable file", e);
        }
    }

    private static int withoutLineEnd(byte[] bytes) {
        int length = bytes.length;
        if (length > 0 && bytes[length - 1] == '\n') {
            length--;
            if (length > 0 && bytes[length - 1] == '\r') {
                length--;
            }
        }
        return length;
    }

    private String text(byte[] bytes) throws IOException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new IOException("the file " + path + " is not text in UTF-8: name the right file", e);
        }
    }
}
