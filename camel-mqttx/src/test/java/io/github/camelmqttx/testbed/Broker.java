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

/**
 * A broker under the control of a test. Its ports stay the same from construction to {@link #close()}, over all stops
 * and starts. Methods block until the change has happened; they throw {@link IllegalStateException} with the tail of
 * the broker's log if it does not happen.
 */
public interface Broker extends AutoCloseable {

    /** Short name for logs and for the names of tests. */
    String name();

    /** Host name or address of all listeners. */
    String host();

    /** Starts it and waits until it accepts connections. Does nothing if it runs. */
    void start();

    /** Stops it gracefully: what it persists is persisted. Does nothing if it does not run. */
    void stop();

    /** Ends it at once, like a power cut (SIGKILL). Does nothing if it does not run. */
    void kill();

    /** Freezes it with all its sockets open (SIGSTOP): the half-open broker. */
    void suspend();

    /** Ends {@link #suspend()}. Does nothing if it is not suspended. */
    void resume();

    /**
     * Stops it if it runs, and starts it.
     *
     * @param keepState false: sessions, retained and queued messages are deleted in between, whatever the persistence
     */
    void restart(boolean keepState);

    boolean isRunning();

    boolean supports(Feature feature);

    /**
     * The port of a listener.
     *
     * @throws IllegalArgumentException if the broker has no listener for the scheme
     */
    int port(Scheme scheme);

    /** The last lines of what the broker said, for the message of a failed test; empty if that is not known. */
    String logTail(int lines);

    /** Stops it without grace and deletes its files. Idempotent. */
    @Override
    void close();

    /** URI of the listener for MQTT over TCP. */
    default String uri() {
        return uri(Scheme.MQTT);
    }

    /**
     * URI of a listener.
     *
     * @throws IllegalArgumentException if the broker has no listener for the scheme
     */
    default String uri(Scheme scheme) {
        return scheme.uri(host(), port(scheme));
    }
}
