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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.github.camelmqttx.internal.client.ScriptedClient;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.assertj.core.api.Assertions.assertThat;

/** A session over hours of virtual time in a network whose brokers come and go at random. */
class FailoverModelTest {

    private static final List<String> BROKERS = List.of("a", "b", "c", "d");
    /** The delay of fail-back grows 16 times at most. */
    private static final Duration LONGEST_DELAY = SessionFixture.FAILBACK.multipliedBy(16);
    private static final Duration TICK = Duration.ofSeconds(1);

    /** A broker appears or vanishes, and then nothing happens for a while. */
    private record Change(int broker, boolean up, int seconds) {
    }

    @Provide
    Arbitrary<List<Change>> histories() {
        return Combinators.combine(Arbitraries.integers().between(0, BROKERS.size() - 1), Arbitraries.of(true, false),
                Arbitraries.integers().between(0, 150)).as(Change::new).list().ofMaxSize(20);
    }

    @Property(tries = 150)
    @Label("F14 promise 6: any history ends at the best broker that runs, in bounded time, without ping-pong")
    void session_brokersComeAndGo_endsAtTheBestInBoundedTime(
            @ForAll("histories") List<Change> history, @ForAll("survivors") Set<String> survivors) {
        Network network = new Network();
        for (Change change : history) {
            network.set(BROKERS.get(change.broker()), change.up());
            network.live(Duration.ofSeconds(change.seconds()));
        }
        BROKERS.forEach(broker -> network.set(broker, survivors.contains(broker)));
        network.live(SessionFixture.MAX_DELAY.plus(SessionFixture.MAX_DELAY));
        assertThat(network.broker()).as("connected to any").isIn(survivors);
        network.live(LONGEST_DELAY.plus(SessionFixture.FAILBACK).multipliedBy(BROKERS.size() - 1));
        assertThat(network.broker()).as("the best").isEqualTo(survivors.iterator().next());
        int connects = network.connects();
        network.live(LONGEST_DELAY.multipliedBy(2));
        assertThat(network.connects()).as("connects when nothing changes any more").isEqualTo(connects);
        network.assertRoundsAndPaces();
    }

    /** In the order of preference. */
    @Provide
    Arbitrary<Set<String>> survivors() {
        return Arbitraries.of(BROKERS).set().ofMinSize(1).map(TreeSet::new);
    }

    private static final class Network {

        private final SessionFixture fixture = new SessionFixture();
        private final Set<String> running = new TreeSet<>(BROKERS);
        private final ScriptedClient client;
        private final List<List<String>> searches = new ArrayList<>();
        private final List<Duration> returns = new ArrayList<>();
        private List<String> search = new ArrayList<>();
        private Duration now = Duration.ZERO;
        private int seen;

        Network() {
            fixture.brokers = String.join(",", BROKERS);
            fixture.session().connect();
            fixture.context.run();
            client = fixture.client();
            settle();
        }

        void set(String broker, boolean up) {
            if (up) {
                running.add(broker);
            } else {
                running.remove(broker);
            }
        }

        String broker() {
            return client.isConnected() ? client.lastConnect().broker().host() : "none";
        }

        int connects() {
            return client.connects().size();
        }

        void live(Duration time) {
            for (Duration end = now.plus(time); now.compareTo(end) < 0; now = now.plus(TICK)) {
                settle();
                fixture.context.advance(TICK);
            }
            settle();
        }

        /** Answers whatever the session has asked the network. */
        private void settle() {
            boolean asked = true;
            while (asked) {
                note();
                if (client.isConnecting()) {
                    String target = client.lastConnect().broker().host();
                    search.add(target);
                    if (running.contains(target)) {
                        client.accept(true);
                        endOfSearch();
                    } else {
                        client.fail();
                        if (!client.isConnecting()) {
                            endOfSearch();
                        }
                    }
                } else if (!fixture.factory.probes().isEmpty()) {
                    fixture.factory.answerProbe(running.contains(fixture.factory.probes().get(0).broker().host()));
                } else if (client.isConnected() && !running.contains(broker())) {
                    client.drop();
                } else {
                    asked = false;
                }
            }
        }

        private void endOfSearch() {
            searches.add(search);
            search = new ArrayList<>();
        }

        private void note() {
            List<String> log = client.log();
            for (; seen < log.size(); seen++) {
                if (log.get(seen).equals("DISCONNECT")) {
                    returns.add(now);
                }
            }
        }

        /** A search that did not begin with a fail-back tries each broker once; fail-backs keep their distance. */
        void assertRoundsAndPaces() {
            for (List<String> one : searches) {
                assertThat(one.size()).as("attempts of %s", one).isLessThanOrEqualTo(BROKERS.size() + 1);
                assertThat(one.subList(Math.min(1, one.size()), one.size())).doesNotHaveDuplicates();
            }
            for (int i = 1; i < returns.size(); i++) {
                assertThat(returns.get(i).minus(returns.get(i - 1))).as("between fail-backs at %s", returns)
                        .isGreaterThanOrEqualTo(SessionFixture.FAILBACK);
            }
        }
    }
}
