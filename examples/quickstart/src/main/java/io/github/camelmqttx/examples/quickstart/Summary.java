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

import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The verdict at the end of a run. */
final class Summary {

    private static final Logger LOG = LoggerFactory.getLogger(Summary.class);

    private final Ledger ledger;
    private final Sessions sessions;
    private final Scenario scenario;
    private final Arguments arguments;

    Summary(Ledger ledger, Sessions sessions, Scenario scenario, Arguments arguments) {
        this.ledger = ledger;
        this.sessions = sessions;
        this.scenario = scenario;
        this.arguments = arguments;
    }

    /** Shows it and returns the exit code. */
    int show(Screen screen) {
        Figures total = ledger.total();
        List<String> failures = failures(total);
        ledger.missing().forEach(message -> LOG.warn("Missing at the end: {}", message));
        screen.finish();
        screen.print("");
        screen.print("summary: " + Screen.counts(total) + "; failed over " + times(sessions.failovers())
                     + ", failed back " + times(sessions.failbacks()));
        if (failures.isEmpty() && total.inFlight() > 0) {
            screen.print("ended early: what is in flight waits at a broker or was waiting to be sent");
        }
        screen.print(failures.isEmpty() ? "result: OK" : "result: FAILED, " + String.join(", ", failures));
        return failures.isEmpty() ? Quickstart.OK : Quickstart.FAILED;
    }

    private List<String> failures(Figures total) {
        List<String> failures = new ArrayList<>();
        if (total.lost() > 0) {
            failures.add(total.lost() + " messages are lost");
        }
        if (total.inFlight() > 0 && !scenario.isEnded()) {
            failures.add(total.inFlight() + " messages have not arrived in time");
        }
        if (!scenario.isComplete()) {
            failures.add("the sessions have not done what they had to");
        }
        if (total.received() == 0) {
            failures.add("no message has arrived");
        }
        if (arguments.ownBrokers() && !scenario.isEnded() && (sessions.failovers() < 1 || sessions.failbacks() < 1)) {
            failures.add("no fail-over and fail-back");
        }
        return failures;
    }

    private static String times(int count) {
        return count == 1 ? "once" : count + " times";
    }
}
