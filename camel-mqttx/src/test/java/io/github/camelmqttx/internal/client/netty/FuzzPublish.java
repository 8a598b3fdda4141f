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

import java.nio.charset.StandardCharsets;

import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.PublishCallback;
import io.github.camelmqttx.testbed.Witness;

/** A publish of a {@link FuzzCase} and what became of it. */
final class FuzzPublish implements PublishCallback {

    private final OutgoingMessage message;
    private final Witness witness;
    private int published;
    private int failed;
    private boolean checked;

    /** @param topic one that no other publish has */
    FuzzPublish(String topic, int qos, long deadlineNanos, Witness witness) {
        this.witness = witness;
        this.message = new OutgoingMessage(
                topic, topic.getBytes(StandardCharsets.UTF_8), qos, false, null, this, deadlineNanos);
    }

    OutgoingMessage message() {
        return message;
    }

    @Override
    public void published(OutgoingMessage done) {
        published++;
    }

    @Override
    public void failed(OutgoingMessage done, Throwable cause) {
        failed++;
    }

    int outcomes() {
        return published + failed;
    }

    boolean isPublished() {
        return published == 1;
    }

    /** @throws AssertionError if it claims to be published and is not, or has several outcomes */
    void check() {
        if (outcomes() > 1) {
            throw new AssertionError(this + " has " + published + " successes and " + failed + " failures");
        }
        if (published > 0 && message.qos() > 0 && !checked) {
            checked = true;
            if (!witness.isEarned(message.topic(), message.qos())) {
                throw new AssertionError(this + " counts as published, but the broker did not acknowledge it");
            }
        }
    }

    @Override
    public String toString() {
        return message.toString();
    }
}
