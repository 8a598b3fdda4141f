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

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.camelmqttx.internal.client.IncomingMessage;
import io.github.camelmqttx.internal.client.ManualSerialContext;
import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.session.DataPlane;
import io.github.camelmqttx.internal.session.SessionEvent;
import org.jspecify.annotations.Nullable;

/** A session, as a canary sees it, whose broker is the test. Connected and granted at first. */
final class ScriptedDataPlane implements DataPlane {

    final ManualSerialContext context = new ManualSerialContext();
    /** Probes that were sent, in order. */
    final List<OutgoingMessage> sent = new ArrayList<>();
    /** What was done and told, in order. */
    final List<String> log = new ArrayList<>();
    final List<String> details = new ArrayList<>();
    final Set<String> refused = new LinkedHashSet<>();
    int connection = 1;
    boolean answered = true;
    boolean heldUp;
    int pauses;
    long received;
    int window = 100;
    private @Nullable Runnable listener;
    private int unflushed;

    @Override
    public ManualSerialContext context() {
        return context;
    }

    @Override
    public int connection() {
        context.assertInContext();
        return connection;
    }

    @Override
    public @Nullable String broker() {
        return connection == 0 ? null : "tcp://a:1883";
    }

    @Override
    public boolean isAnswered() {
        context.assertInContext();
        return answered;
    }

    @Override
    public boolean isGranted(String filter) {
        context.assertInContext();
        return !refused.contains(filter);
    }

    @Override
    public void onChange(@Nullable Runnable runnable) {
        context.assertInContext();
        listener = runnable;
    }

    boolean isListenedTo() {
        return listener != null;
    }

    @Override
    public boolean isHeldUp() {
        return heldUp;
    }

    @Override
    public int pauses() {
        return pauses;
    }

    @Override
    public long received() {
        return received;
    }

    @Override
    public boolean publish(OutgoingMessage message) {
        context.assertInContext();
        if (connection == 0 || window == 0) {
            return false;
        }
        window--;
        unflushed++;
        sent.add(message);
        return true;
    }

    @Override
    public void flush() {
        unflushed = 0;
    }

    @Override
    public void resubscribe() {
        context.assertInContext();
        log.add("resubscribe");
    }

    @Override
    public void reconnect(String reason) {
        context.assertInContext();
        log.add("reconnect");
    }

    @Override
    public void failOver(String reason) {
        context.assertInContext();
        log.add("failOver");
    }

    @Override
    public void happened(SessionEvent event, String detail) {
        context.assertInContext();
        log.add(event.name());
        details.add(detail);
    }

    int unflushed() {
        return unflushed;
    }

    /** A connection is there, or a filter was answered. */
    void change() {
        context.run(() -> {
            if (listener != null) {
                listener.run();
            }
        });
        context.run();
    }

    /** Another connection takes the place of the present one, with the filters granted at once. */
    void reconnected() {
        connection++;
        change();
    }

    /** The probe comes back. */
    void comeBack(Canary canary, OutgoingMessage probe) {
        received++;
        context.run(() -> canary.probeReceived(incoming(probe.topic(), probe.payload(), false, false)));
    }

    /** All probes that were sent since the n-th one, from 0, come back. */
    void comeBackFrom(Canary canary, int index) {
        List.copyOf(sent.subList(index, sent.size())).forEach(probe -> comeBack(canary, probe));
    }

    /** A message of the application arrives. */
    void message(Canary canary, String topic, boolean retained, boolean duplicate) {
        received++;
        context.run(() -> canary.received(incoming(topic, new byte[1], retained, duplicate)));
    }

    static IncomingMessage incoming(String topic, byte[] payload, boolean retained, boolean duplicate) {
        return new IncomingMessage(topic, payload, 1, retained, duplicate, 1, null);
    }
}
