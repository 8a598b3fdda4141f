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
package io.github.camelmqttx.internal.consumer;

import java.util.function.BooleanSupplier;

import org.apache.camel.StatefulService;
import org.apache.camel.support.DefaultConsumer;

/**
 * Whether the route of a consumer refuses messages because it is being stopped, or all are forced to end. Any thread.
 */
public final class RouteEnd implements BooleanSupplier {

    private final DefaultConsumer consumer;

    public RouteEnd(DefaultConsumer consumer) {
        this.consumer = consumer;
    }

    @Override
    public boolean getAsBoolean() {
        return consumer.getEndpoint().getCamelContext().getShutdownStrategy().isForceShutdown()
                || consumer.getProcessor() instanceof StatefulService route && (route.isStopping() || route.isStopped());
    }
}
