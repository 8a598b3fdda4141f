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
package io.github.camelmqttx.examples.yamljbang;

import io.github.camelmqttx.examples.broker.Logs;

/** Runs the example. The exit code is 0 if all went well, otherwise 1. */
public final class YamlJbang {

    private YamlJbang() {
    }

    /** @param arguments none */
    public static void main(String[] arguments) throws Exception {
        Places places = Places.fromSystemProperties();
        Logs.toFile(places.work().resolve("example.log"));
        System.exit(new Demonstration(places, System.out).run() ? 0 : 1);
    }
}
