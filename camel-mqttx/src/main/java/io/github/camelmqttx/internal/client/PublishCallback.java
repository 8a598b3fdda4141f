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
package io.github.camelmqttx.internal.client;

/**
 * Told once what became of an {@link OutgoingMessage}. Called on a thread that may run routes, never on an I/O thread.
 */
public interface PublishCallback {

    /** The broker owns the message (QoS 0: written to the network). */
    void published(OutgoingMessage message);

    /** The message was not taken over, or it is unknown whether it was (timeout). */
    void failed(OutgoingMessage message, Throwable cause);
}
