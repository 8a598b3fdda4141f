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

import java.util.function.BiConsumer;

import io.github.camelmqttx.internal.canary.ProbeTarget;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.PublishCallback;
import org.jspecify.annotations.Nullable;

/**
 * One probe, from its sending on.
 *
 * @param sequence of its payload
 * @param settled  told on a worker thread when the broker has the probe, or why it has not; never both
 */
record Probe(long sequence, ProbeTarget target, BiConsumer<Probe, @Nullable Throwable> settled) implements PublishCallback {

    @Override
    public void published(OutgoingMessage message) {
        settled.accept(this, null);
    }

    @Override
    public void failed(OutgoingMessage message, Throwable cause) {
        settled.accept(this, cause);
    }
}
