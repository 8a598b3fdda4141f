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

import java.io.PrintWriter;
import java.io.StringWriter;

import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * One line of the log.
 *
 * @param level   how loud it was
 * @param logger  name of the logger
 * @param message with its arguments
 * @param thrown  the exception that was logged with it, or null
 */
public record LogLine(Level level, String logger, String message, @Nullable Throwable thrown) {

    /** Message and stack trace with all causes, as a reader of the log sees them. */
    public String text() {
        if (thrown == null) {
            return message;
        }
        StringWriter out = new StringWriter();
        thrown.printStackTrace(new PrintWriter(out));
        return message + System.lineSeparator() + out;
    }

    @Override
    public String toString() {
        return level + " " + logger.substring(logger.lastIndexOf('.') + 1) + ": " + message;
    }
}
