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
package io.github.camelmqttx.examples.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The frame of an example. Its exit code is 0 if all that was checked holds, else 1.
 */
public final class Example {

    static final String DIRECTORY = "example.directory";

    private Example() {
    }

    /** What happens in an example. */
    @FunctionalInterface
    public interface Scene {

        void play(Stage stage) throws Exception;
    }

    /** Plays the scene and ends the JVM. Logs and data go to {@link #directory()}. */
    public static void run(Scene scene) {
        System.exit(exitCode(scene, directory()));
    }

    /**
     * For a program that an example starts as a {@link JavaProcess}: its log goes to a file of this name, and it ends
     * with the process that has started it.
     */
    public static void assist(String name) throws IOException {
        Logs.toFile(directory().resolve(name + ".log"));
        JavaProcess.endWithParent();
    }

    /** For logs and data: the system property {@code example.directory}, by default {@code target/example}. */
    public static Path directory() {
        return Path.of(System.getProperty(DIRECTORY, "target/example")).toAbsolutePath();
    }

    private static int exitCode(Scene scene, Path directory) {
        try {
            Logs.toFile(directory.resolve("example.log"));
        } catch (IOException e) {
            System.out.println("result: FAILED, cannot write the log to " + directory + ": " + e);
            return 1;
        }
        Stage stage = new Stage(directory);
        Thread end = new Thread(stage::close, "example-end");
        Runtime.getRuntime().addShutdownHook(end);
        try (stage) {
            scene.play(stage);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stage.check("the example was not interrupted", false);
        } catch (Exception e) {
            Logger.getLogger(Example.class.getName()).log(Level.SEVERE, "The example has failed", e);
            stage.check("the example runs to its end: " + e, false);
        }
        return stage.verdict();
    }
}
