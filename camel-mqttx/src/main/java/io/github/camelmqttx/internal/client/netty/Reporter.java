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

import java.util.List;
import java.util.concurrent.RejectedExecutionException;

import io.github.camelmqttx.MqttxConnectException;
import io.github.camelmqttx.internal.client.ConnectFailure;
import io.github.camelmqttx.internal.client.ConnectRequest;
import io.github.camelmqttx.internal.client.Disconnection;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listener what happened to one attempt, always in a task of its own, so never inside a call of the port. */
final class Reporter {

    private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);

    private final Engine engine;
    private final ConnectRequest request;
    private final Runnable detach;

    /** @param detach run before the end is told, so that the listener may connect again at once */
    Reporter(Engine engine, ConnectRequest request, Runnable detach) {
        this.engine = engine;
        this.request = request;
        this.detach = detach;
    }

    void connectFailed(ConnectFailure failure) {
        post(() -> {
            detach.run();
            engine.listener().connectFailed(request.attempt(), failure);
        });
    }

    /** @param unwritten QoS 0 messages that are lost with the connection */
    void disconnected(Disconnection reason, List<OutgoingMessage> unwritten) {
        post(() -> {
            detach.run();
            lost(unwritten);
            engine.listener().disconnected(request.attempt(), reason);
        });
    }

    /**
     * QoS 0 messages have been written, or could not be.
     *
     * @param next run afterwards, in the same task
     */
    void unacknowledged(List<OutgoingMessage> messages, boolean written, Runnable next) {
        post(() -> {
            if (written) {
                for (OutgoingMessage message : messages) {
                    message.state(OutgoingMessage.State.COMPLETE);
                    engine.listener().published(message);
                }
            } else {
                lost(messages);
            }
            next.run();
        });
    }

    void post(Runnable event) {
        try {
            engine.context().execute(event);
        } catch (RejectedExecutionException e) {
            LOG.debug("Event of the connection to {} dropped: its context has been shut down", request.broker(), e);
        }
    }

    private void lost(List<OutgoingMessage> messages) {
        for (OutgoingMessage message : messages) {
            message.state(OutgoingMessage.State.COMPLETE);
            engine.listener().publishFailed(message, new MqttxConnectException(
                    "The connection to " + request.broker() + " ended before the QoS 0 message for topic " + message.topic()
                                                                               + " was written. Publish it again if it still matters, or use QoS 1.",
                    MqttxConnectException.NO_REASON_CODE, true, null));
        }
    }
}
