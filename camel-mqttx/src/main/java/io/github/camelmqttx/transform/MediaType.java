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
package io.github.camelmqttx.transform;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@code datacontenttype} or Content Type says about the encoding of data.
 *
 * @param name    type and subtype in lower case, without parameters
 * @param charset of the parameter {@code charset}, UTF-8 without it
 */
record MediaType(String name, Charset charset) {

    private static final Pattern CHARSET = Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\\s;\"]+)", Pattern.CASE_INSENSITIVE);

    /** @throws IllegalArgumentException if this Java does not know the charset */
    static MediaType parse(String text) {
        int end = text.indexOf(';');
        String name = (end < 0 ? text : text.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        Matcher charset = CHARSET.matcher(text);
        return new MediaType(name, charset.find() ? Charset.forName(charset.group(1)) : StandardCharsets.UTF_8);
    }

    /** Whether a text is a media type of CloudEvents, whatever the event format. */
    static boolean isCloudEvents(String text) {
        return text.stripLeading().toLowerCase(Locale.ROOT).startsWith("application/cloudevents");
    }

    /** Spec: CloudEvents JSON format 1.0.2, section 3.1.1. */
    boolean isJson() {
        return name.endsWith("/json") || name.endsWith("+json");
    }

    boolean isText() {
        return name.startsWith("text/") || name.endsWith("/xml") || name.endsWith("+xml");
    }
}
