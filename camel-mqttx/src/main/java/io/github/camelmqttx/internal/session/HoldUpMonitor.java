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

import java.util.function.Consumer;

import io.github.camelmqttx.internal.ack.InboundEntry;
import io.github.camelmqttx.internal.ack.InboundLedger;
import io.github.camelmqttx.internal.client.ScheduledTask;
import io.github.camelmqttx.internal.client.SerialContext;
import org.jspecify.annotations.Nullable;

/**
 * Notices when the message of one route keeps finished messages of other routes from being acknowledged, since
 * acknowledgements leave in arrival order. Looks every {@value #PERIOD_MILLIS} ms while messages are unacknowledged and
 * several consumers share the session; a culprit is named when the same message was at the head at two looks. Confined
 * to the serial context.
 */
final class HoldUpMonitor {

    static final int PERIOD_MILLIS = 250;

    private final SerialContext context;
    private final InboundLedger ledger;
    private final Consumer<String> onHoldUp;
    private @Nullable InboundEntry lastHead;
    private @Nullable ScheduledTask look;
    private volatile @Nullable String culprit;

    HoldUpMonitor(SerialContext context, InboundLedger ledger, Consumer<String> onHoldUp) {
        this.context = context;
        this.ledger = ledger;
        this.onHoldUp = onHoldUp;
    }

    /** Name of the route that holds up others, or null; any thread. */
    @Nullable
    String culprit() {
        return culprit;
    }

    /** Messages may be waiting; cheap if the monitor is looking already. */
    void watch() {
        if (look == null && ledger.head() != null) {
            look = context.schedule(this::look, PERIOD_MILLIS * 1_000_000L);
        }
    }

    private void look() {
        look = null;
        InboundEntry head = ledger.head();
        if (head != null && head == lastHead && ledger.isHoldingUp()) {
            String name = ledger.pendingHandlers(head);
            if (!name.equals(culprit)) {
                culprit = name;
                onHoldUp.accept(name);
            }
        } else if (head != lastHead) {
            culprit = null;
        }
        lastHead = head;
        watch();
        if (look == null) {
            culprit = null;
        }
    }

    void stop() {
        if (look != null) {
            look.cancel();
            look = null;
        }
    }
}
