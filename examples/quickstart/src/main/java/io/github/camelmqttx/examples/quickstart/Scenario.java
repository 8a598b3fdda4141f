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
package io.github.camelmqttx.examples.quickstart;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.github.camelmqttx.examples.broker.LocalBroker;

/**
 * What happens when: the acts of the quickstart, one method each. Runs on one thread; {@link #end()} may be called by
 * any.
 */
final class Scenario {

    private static final int PATIENCE_SECONDS = 30;
    private static final int SETTLE_SECONDS = 3;
    private static final int STEP_MILLIS = 50;

    private final Screen screen;
    private final Sessions sessions;
    private final Ledger ledger;
    private final Devices devices;
    private final Pace pace;
    private final CountDownLatch end = new CountDownLatch(1);
    private boolean complete = true;

    Scenario(Screen screen, Sessions sessions, Ledger ledger, Devices devices, Pace pace) {
        this.screen = screen;
        this.sessions = sessions;
        this.ledger = ledger;
        this.devices = devices;
        this.pace = pace;
    }

    /** The acts that follow stop waiting. */
    void end() {
        end.countDown();
    }

    boolean isEnded() {
        return end.getCount() == 0;
    }

    /** Whether all that had to happen has happened. */
    boolean isComplete() {
        return complete;
    }

    void connected() throws InterruptedException {
        await("both sessions to connect", sessions::allConnected);
    }

    void calm() throws InterruptedException {
        end.await(pace.calmSeconds(), TimeUnit.SECONDS);
    }

    /** The preferred broker is killed and comes back. */
    void killAndRestart(LocalBroker broker) throws InterruptedException, IOException {
        if (isEnded()) {
            return;
        }
        int failovers = sessions.failovers();
        int failbacks = sessions.failbacks();
        screen.say("### broker " + broker.uri() + " is killed (SIGKILL)");
        broker.kill();
        await("both sessions to fail over", () -> sessions.failovers() > failovers);
        end.await(pace.outageSeconds(), TimeUnit.SECONDS);
        if (isEnded()) {
            return;
        }
        broker.start();
        screen.say("### broker " + broker.uri() + " is started again");
        await("both sessions to fail back", () -> sessions.failbacks() > failbacks);
    }

    /** Nothing new is sent; what is under way arrives. Also after the end. */
    void settle() throws InterruptedException {
        devices.stopMeasuring();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLE_SECONDS);
        while (!isSettled() && System.nanoTime() - deadline < 0) {
            TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
        }
    }

    private boolean isSettled() {
        return ledger.total().inFlight() == 0;
    }

    /**
     * If anything is still missing it is with the other broker: the preferred one is stopped, so that the sessions go
     * there.
     */
    void visitOther(LocalBroker broker) throws InterruptedException {
        if (isEnded() || isSettled()) {
            return;
        }
        int failovers = sessions.failovers();
        screen.say("### the other broker still holds " + ledger.total().inFlight() + " of the messages: " + broker.uri()
                   + " is stopped, so that the sessions go there");
        broker.stop();
        await("both sessions to fail over", () -> sessions.failovers() > failovers);
        waitUntil(this::isSettled, PATIENCE_SECONDS);
    }

    private void await(String what, BooleanSupplier reached) throws InterruptedException {
        if (!waitUntil(reached, PATIENCE_SECONDS) && !isEnded()) {
            complete = false;
            screen.say("### waited " + PATIENCE_SECONDS + " s in vain for " + what);
        }
    }

    private boolean waitUntil(BooleanSupplier reached, int seconds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0 || end.await(STEP_MILLIS, TimeUnit.MILLISECONDS)) {
                return reached.getAsBoolean();
            }
        }
        return true;
    }
}
