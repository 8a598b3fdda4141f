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
package io.github.camelmqttx.examples.bridge;

import io.github.camelmqttx.examples.broker.Example;
import org.h2.tools.Server;

/** A database server in a JVM of its own, so that it can be killed. */
public final class DatabaseMain {

    static final String READY = "ready";

    private DatabaseMain() {
    }

    /** @param arguments port on 127.0.0.1, directory for the data */
    public static void main(String[] arguments) throws Exception {
        Example.assist("database");
        System.setProperty("h2.bindAddress", "127.0.0.1");
        Server.createTcpServer("-tcpPort", arguments[0], "-ifNotExists", "-baseDir", arguments[1]).start();
        System.out.println(READY);
    }
}
