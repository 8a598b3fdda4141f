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
package io.github.camelmqttx.internal.failure;

import org.apache.camel.util.URISupport;

/** Texts of failures for people and dead letters. Stateless. */
public final class FailureText {

    private FailureText() {
    }

    /** The message of the exception, empty if it has none, without passwords of URIs. */
    public static String of(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? "" : URISupport.sanitizeUri(message);
    }
}
