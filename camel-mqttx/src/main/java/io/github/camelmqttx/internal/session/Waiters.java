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
package io.github.camelmqttx.internal.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.camelmqttx.MqttxConnectException;
import org.jspecify.annotations.Nullable;

/** Those who wait for the outcome of a round. Confined to the serial context. */
final class Waiters {

    private final List<CompletableFuture<Void>> waiting = new ArrayList<>();

    void add(CompletableFuture<Void> outcome) {
        waiting.add(outcome);
    }

    /** @param failure null for success */
    void settle(@Nullable MqttxConnectException failure) {
        List<CompletableFuture<Void>> all = List.copyOf(waiting);
        waiting.clear();
        for (CompletableFuture<Void> one : all) {
            if (failure == null) {
                one.complete(null);
            } else {
                one.completeExceptionally(failure);
            }
        }
    }
}
