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
package io.github.camelmqttx;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.camelmqttx.internal.client.ReasonCodes;
import io.github.camelmqttx.internal.session.SessionSettings;
import io.github.camelmqttx.internal.session.SubscriptionStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits of starting and stopping producers and consumers, all of them bounded. */
final class StartWait {

    private static final Logger LOG = LoggerFactory.getLogger(StartWait.class);
    private static final long RELEASE_SECONDS = 10;
    /** So that an attempt whose time is over can say why before the wait for it is over. */
    private static final long ATTEMPT_END_NANOS = TimeUnit.SECONDS.toNanos(1);

    private StartWait() {
    }

    /**
     * Waits for a connection, at most {@code connectionTimeout} for each broker and a second.
     *
     * @throws MqttxConnectException if there is none
     */
    static void connected(CompletableFuture<Void> connection, MqttxEndpoint endpoint, SessionSettings settings)
            throws Exception {
        long bound = settings.connection().connectTimeoutNanos() * settings.brokers().size() + ATTEMPT_END_NANOS;
        try {
            connection.get(bound, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new MqttxConnectException(
                    "No connection to a broker of " + settings.brokers() + " within " + TimeUnit.NANOSECONDS.toMillis(bound)
                                            + " milliseconds, which testConnectionOnStartup=true asks for",
                    MqttxConnectException.NO_REASON_CODE, true, e);
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    /**
     * Waits for the answers of a broker to the filters of a consumer, at most {@code connectionTimeout}.
     *
     * @throws MqttxSubscribeException if a filter is refused or not answered
     */
    static void subscribed(CompletableFuture<List<SubscriptionStatus>> answer, SessionSettings settings, String topics)
            throws Exception {
        long bound = settings.connection().connectTimeoutNanos();
        try {
            for (SubscriptionStatus status : answer.get(bound, TimeUnit.NANOSECONDS)) {
                if (status.isRefused()) {
                    String problem = status.problem() == null ? ReasonCodes.describe(status.reasonCode()) : status.problem();
                    throw new MqttxSubscribeException(
                            "Topic Filter '" + status.filter() + "' was refused by a broker of " + settings.brokers() + ": "
                                                      + problem + ". " + ReasonCodes.subscribeAdvice(status.reasonCode()),
                            status.filter(), status.reasonCode(), false);
                }
            }
        } catch (TimeoutException e) {
            throw new MqttxSubscribeException(
                    "No answer to SUBSCRIBE for '" + topics + "' within " + TimeUnit.NANOSECONDS.toMillis(bound)
                                              + " milliseconds, which testConnectionOnStartup=true asks for",
                    topics, -1, true);
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    /**
     * Waits until a consumer is subscribed, or the first round over the brokers has failed, at most
     * {@code connectionTimeout}.
     *
     * @return why it is not subscribed, or null if it is or has been refused
     */
    static @Nullable Throwable firstOf(
            CompletableFuture<Void> connection, CompletableFuture<List<SubscriptionStatus>> answer, SessionSettings settings)
            throws InterruptedException {
        CompletableFuture<Void> first = new CompletableFuture<>();
        connection.whenComplete((nothing, failure) -> {
            if (failure != null) {
                first.completeExceptionally(failure);
            }
        });
        answer.whenComplete((status, failure) -> {
            if (failure == null) {
                first.complete(null);
            } else {
                first.completeExceptionally(failure);
            }
        });
        try {
            first.get(settings.connection().connectTimeoutNanos(), TimeUnit.NANOSECONDS);
            return null;
        } catch (TimeoutException e) {
            return e;
        } catch (ExecutionException e) {
            return unwrapped(e);
        }
    }

    /** Waits some seconds until what was given back has ended; a longer end is logged and goes on in the background. */
    static void released(CompletableFuture<Void> end, String who) {
        try {
            end.get(RELEASE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("{} has stopped, but its session was not closed within {} seconds", who, RELEASE_SECONDS, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Exception unwrapped(ExecutionException e) {
        return e.getCause() instanceof Exception cause ? cause : e;
    }
}
