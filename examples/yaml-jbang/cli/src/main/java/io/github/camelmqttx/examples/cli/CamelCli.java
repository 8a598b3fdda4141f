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
package io.github.camelmqttx.examples.cli;

import org.apache.camel.dsl.jbang.core.commands.CamelJBangMain;

/** The command {@code camel}. It ends its JVM with the exit code of the command. */
public final class CamelCli {

    private CamelCli() {
    }

    /** @param arguments as for {@code camel}, for example {@code run route.camel.yaml} */
    public static void main(String[] arguments) {
        CamelJBangMain.run(arguments);
    }
}
