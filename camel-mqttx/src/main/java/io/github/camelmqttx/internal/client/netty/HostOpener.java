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

import java.util.concurrent.Executor;

import io.github.camelmqttx.internal.client.ConnectRequest;

/** Opens the channels of one client. Confined to its serial context. */
final class HostOpener implements ChannelOpener {

    private final NettySerialContext context;
    private final Executor blocking;
    private final HostResolver resolver;
    private final AddressOrder order = new AddressOrder();

    HostOpener(NettySerialContext context, Executor blocking, HostResolver resolver) {
        this.context = context;
        this.blocking = blocking;
        this.resolver = resolver;
    }

    @Override
    public Opening open(ConnectRequest request, Outcome outcome) {
        OpenAttempt attempt = new OpenAttempt(this, request, outcome);
        attempt.start();
        return attempt;
    }

    @Override
    public void accepted() {
        order.accepted();
    }

    NettySerialContext context() {
        return context;
    }

    /** For what may block. */
    Executor blocking() {
        return blocking;
    }

    HostResolver resolver() {
        return resolver;
    }

    AddressOrder order() {
        return order;
    }
}
