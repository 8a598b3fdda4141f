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

import java.nio.file.Path;
import java.util.List;

/**
 * Which files a session looks at while it is connected.
 *
 * @param files         with keys, certificates, revocation lists and passwords; none for no look
 * @param intervalNanos between two looks
 */
public record RotationSettings(List<Path> files, long intervalNanos) {

    /** No look. */
    public static final RotationSettings NONE = new RotationSettings(List.of(), 0);

    public RotationSettings {
        files = List.copyOf(files);
    }

    boolean isOn() {
        return !files.isEmpty();
    }
}
