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
package io.github.camelmqttx.testbed;

import java.io.Serial;

import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** Logger of the tests: everything of this project, the rest from INFO on, to those who capture. Thread-safe. */
final class TestLogger extends LegacyAbstractLogger {

    @Serial
    private static final long serialVersionUID = 1L;
    private static final String PROJECT = "io.github.camelmqttx";

    TestLogger(String name) {
        this.name = name;
    }

    private boolean isDetailed() {
        return LogCapture.isAnyOpen() && name.startsWith(PROJECT);
    }

    @Override
    public boolean isTraceEnabled() {
        return isDetailed();
    }

    @Override
    public boolean isDebugEnabled() {
        return isDetailed();
    }

    @Override
    public boolean isInfoEnabled() {
        return LogCapture.isAnyOpen();
    }

    @Override
    public boolean isWarnEnabled() {
        return LogCapture.isAnyOpen();
    }

    @Override
    public boolean isErrorEnabled() {
        return LogCapture.isAnyOpen();
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level, @Nullable Marker marker, String message, Object @Nullable [] arguments, @Nullable Throwable thrown) {
        LogCapture.logged(
                new LogLine(level, name, MessageFormatter.basicArrayFormat(message, arguments), thrown));
    }
}
