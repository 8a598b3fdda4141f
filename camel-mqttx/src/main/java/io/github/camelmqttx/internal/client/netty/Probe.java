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

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.ConnectFailure;
import io.github.camelmqttx.internal.client.ProxySettings;
import io.github.camelmqttx.internal.client.ScheduledTask;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One TCP connection to a broker, through a proxy if there is one, that is closed as soon as it stands. */
final class Probe implements Dial.Outcome {

    private static final Logger LOG = LoggerFactory.getLogger(Probe.class);

    private final HostOpener opener;
    private final BrokerAddress broker;
    private final Consumer<Boolean> outcome;
    private final Dial dial;
    private boolean done;
    private ScheduledTask timer = () -> {
    };

    Probe(HostOpener opener, BrokerAddress broker, @Nullable ProxySettings proxy, long timeoutNanos,
          Consumer<Boolean> outcome) {
        this.opener = opener;
        this.broker = broker;
        this.outcome = outcome;
        this.dial = new Dial(opener, broker, proxy, opener.context().nanoTime() + timeoutNanos, this);
    }

    void start(long timeoutNanos) {
        timer = opener.context().schedule(() -> finish(false), timeoutNanos);
        try {
            opener.blocking().execute(this::resolve);
        } catch (RejectedExecutionException e) {
            finish(false);
        }
    }

    private void resolve() {
        InetAddress[] addresses;
        try {
            addresses = dial.resolve();
        } catch (UnknownHostException e) {
            addresses = new InetAddress[0];
        }
        InetAddress[] found = addresses;
        try {
            opener.context().execute(() -> {
                if (found.length == 0) {
                    finish(false);
                } else {
                    dial.connect(found, new ChannelInboundHandlerAdapter());
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("Probe of {} dropped: its context has been shut down", broker, e);
        }
    }

    @Override
    public void connected(Channel channel) {
        finish(true);
    }

    @Override
    public void failed(ConnectFailure failure) {
        LOG.debug("Probe of {}: {}", broker, failure.exception().getMessage());
        finish(false);
    }

    private void finish(boolean reachable) {
        if (!done) {
            done = true;
            timer.cancel();
            dial.cancel();
            outcome.accept(reachable);
        }
    }
}
