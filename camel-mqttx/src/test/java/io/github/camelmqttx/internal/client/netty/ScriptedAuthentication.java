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
package io.github.camelmqttx.internal.client.netty;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.camelmqttx.EnhancedAuthentication;
import io.github.camelmqttx.internal.client.Authentication;

/** A bean of enhanced authentication that says what the test wants, and takes down what it is told. */
final class ScriptedAuthentication implements EnhancedAuthentication {

    static final String METHOD = "PLANT-1";

    final List<String> steps = new ArrayList<>();
    Exception beginFails;
    Exception nextFails;
    Exception acceptedFails;
    String answer = "answer";
    Duration repeatAfter;

    @Override
    public String method() {
        return METHOD;
    }

    @Override
    public Exchange begin(String broker, String clientId) throws Exception {
        steps.add("begin " + broker + " " + clientId);
        fail(beginFails);
        return new Steps();
    }

    /** As the session hands it over, begun. */
    Authentication begun() {
        return new Authentication(this, METHOD, new Steps(), "first".getBytes(StandardCharsets.UTF_8));
    }

    private static void fail(Exception cause) throws Exception {
        if (cause != null) {
            throw cause;
        }
    }

    private static String text(byte[] data) {
        return data == null ? "nothing" : new String(data, StandardCharsets.UTF_8);
    }

    private final class Steps implements Exchange {

        @Override
        public byte[] first() {
            steps.add("first");
            return "again".getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] next(byte[] data) throws Exception {
            steps.add("next " + text(data));
            fail(nextFails);
            return answer == null ? null : answer.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void accepted(byte[] data) throws Exception {
            steps.add("accepted " + text(data));
            fail(acceptedFails);
        }

        @Override
        public Duration repeatAfter() {
            return repeatAfter;
        }
    }
}
