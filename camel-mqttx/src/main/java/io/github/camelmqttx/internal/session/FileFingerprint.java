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
package io.github.camelmqttx.internal.session;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * What files hold, as hashes, so that a replacement is seen whatever way it is made: written over, renamed into place,
 * or a symbolic link on the way switched. Immutable; {@link #of} blocks.
 */
final class FileFingerprint {

    private static final int MAX_BYTES = 16 * 1024 * 1024;
    private static final String MISSING = "does not exist";
    private static final String EMPTY = "is empty";
    private static final String UNREADABLE = "cannot be read";

    private final Map<Path, String> hashes;

    private FileFingerprint(Map<Path, String> hashes) {
        this.hashes = hashes;
    }

    static FileFingerprint of(List<Path> files) {
        Map<Path, String> hashes = new TreeMap<>();
        files.forEach(file -> hashes.put(file, hash(file)));
        return new FileFingerprint(hashes);
    }

    private static String hash(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_BYTES);
            return content.length == 0
                    ? EMPTY : HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchFileException e) {
            return MISSING;
        } catch (IOException e) {
            return UNREADABLE;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-256", e);
        }
    }

    /** The first file that has no content, with what is wrong about it, or null if each has. */
    @Nullable
    String problem() {
        for (Map.Entry<Path, String> each : hashes.entrySet()) {
            if (List.of(MISSING, EMPTY, UNREADABLE).contains(each.getValue())) {
                return each.getKey() + " " + each.getValue();
            }
        }
        return null;
    }

    /** The files whose content differs. */
    List<Path> changedSince(FileFingerprint before) {
        return hashes.keySet().stream().filter(file -> !Objects.equals(hashes.get(file), before.hashes.get(file))).toList();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FileFingerprint fingerprint && hashes.equals(fingerprint.hashes);
    }

    @Override
    public int hashCode() {
        return hashes.hashCode();
    }

    @Override
    public String toString() {
        return hashes.keySet().toString();
    }
}
