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

import io.github.camelmqttx.internal.client.ConnectFailure;
import io.github.camelmqttx.internal.client.ConnectRequest;
import io.netty.channel.Channel;

/** Opens a channel to a broker up to where MQTT packets can flow: name resolution, TCP, TLS, WebSocket. */
interface ChannelOpener {

    /**
     * Starts opening; called in the serial context, the outcome is told in it, never inside this call.
     *
     * @return to cancel it
     */
    Opening open(ConnectRequest request, Outcome outcome);

    /** The broker has accepted the connection on the channel opened last. */
    default void accepted() {
    }

    /** Told one of the two, once, unless cancelled before. */
    interface Outcome {

        void opened(Channel channel);

        void failed(ConnectFailure failure);
    }

    /** An opening under way. */
    interface Opening {

        /** Gives up and closes what is open; nothing is told any more. */
        void cancel();

        /** What is being done now, for people, for example {@code TLS handshake with 192.0.2.1}. */
        String progress();
    }
}
