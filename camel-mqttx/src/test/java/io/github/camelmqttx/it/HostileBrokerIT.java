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
package io.github.camelmqttx.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import io.github.camelmqttx.MqttxSessionEvent.Kind;
import io.github.camelmqttx.testbed.FaultyWire;
import io.github.camelmqttx.testbed.ForbiddenPacket;
import io.github.camelmqttx.testbed.HostileBroker;
import io.github.camelmqttx.testbed.HostileServer;
import io.github.camelmqttx.testbed.PacketHandler;
import io.github.camelmqttx.testbed.PacketType;
import io.github.camelmqttx.testbed.RawPackets;
import io.github.camelmqttx.testbed.ReceivedPacket;
import io.github.camelmqttx.testbed.ScriptedBroker;
import io.github.camelmqttx.testbed.WireFault;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** F28: a broker that breaks the protocol, seen from a route. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class HostileBrokerIT {

    private static final int DELAY_MILLIS = 100;
    private static final String OPTIONS = "clientId=victim&mqttVersion=5&connectionTimeout=400&reconnectMaxDelay=400"
                                          + "&reconnectDelay=" + DELAY_MILLIS;
    private static final int SEEDS_IN_THE_BUILD = 1;
    private static final String SEED = "mqttx.fuzz.seed";

    private static PacketHandler afterSuback(byte[] bytes) {
        return (connection, packet) -> {
            connection.answer(packet);
            connection.sendBytes(bytes);
        };
    }

    private static PacketHandler inPlaceOf(byte[] bytes) {
        return (connection, packet) -> connection.sendBytes(bytes);
    }

    static Stream<Arguments> hostilities() {
        return Stream.of(
                arguments("QoS 3", PacketType.SUBSCRIBE, afterSuback(forbidden("[MQTT-3.3.1-4] PUBLISH of QoS 3")),
                        "malformed"),
                arguments("packet of 256 MiB", PacketType.SUBSCRIBE, afterSuback(forbidden("packet of 256 MiB")),
                        "maximumPacketSize"),
                arguments("SUBSCRIBE from the broker", PacketType.SUBSCRIBE, afterSuback(forbidden("SUBSCRIBE")), "SUBSCRIBE"),
                arguments("unknown Topic Alias", PacketType.SUBSCRIBE, afterSuback(forbidden("Topic Alias 0")), "Topic Alias"),
                arguments("SUBACK of a wrong length", PacketType.SUBSCRIBE,
                        (PacketHandler) (connection, packet) -> connection
                                .sendBytes(RawPackets.subAck(5, packet.packetId(), 0, 0, 0)),
                        "Reason Codes"),
                arguments("PUBLISH before CONNACK", PacketType.CONNECT,
                        inPlaceOf(RawPackets.publish(5, 0, "in/a", 0, RawPackets.bytes('x'))), "before CONNACK"),
                arguments("half a CONNACK, then nothing", PacketType.CONNECT, inPlaceOf(RawPackets.bytes(0x20, 3)),
                        "no answer"),
                arguments("CONNACK with a Receive Maximum of 0", PacketType.CONNECT,
                        inPlaceOf(RawPackets.connAck(5, 0, false, RawPackets.bytes(0x21, 0, 0))), "Receive Maximum"),
                arguments("DISCONNECT 0x8B", PacketType.SUBSCRIBE, afterSuback(RawPackets.disconnect(0x8B)), "0x8B"));
    }

    private static byte[] forbidden(String name) {
        return ForbiddenPacket.of(5).stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow().content();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostilities")
    @DisplayName("F28 health is DOWN with the reason, the session comes back with back-off, and works when the broker does")
    void hostileBroker_routeRecovers(String name, PacketType when, PacketHandler hostility, String reason) throws Exception {
        AtomicBoolean hostile = new AtomicBoolean(true);
        try (ScriptedBroker broker = ScriptedBroker.start(); ItSupport it = new ItSupport(broker.uri())) {
            broker.on(when, (connection, packet) -> {
                if (hostile.get()) {
                    hostility.handle(connection, packet);
                } else {
                    connection.answer(packet);
                }
            });
            SessionWatch watch = SessionWatch.on(it);
            Recorder in = it.record(
                    "in",
                    "mqttx:in/#?" + OPTIONS);
            long start = System.nanoTime();
            it.start();

            Its.until(() -> broker.connections().size() >= 4);
            Its.until(() -> watch.problem("in").contains(reason));
            assertPauses(broker, start);
            assertThat(in.all()).isEmpty();

            hostile.set(false);
            watch.awaitUp("in");
            broker.connections().get(broker.connections().size() - 1).publish("in/a", "x", 1, 1);
            in.await(1);
            it.send("mqttx:out/a?qos=1&" + OPTIONS, "x");
            if (when == PacketType.SUBSCRIBE) {
                assertThat(watch.events(Kind.DISCONNECTED)).isNotEmpty();
            }
        }
    }

    /**
     * At most two connections without a pause of 80 % of the delay. Counted from the start: a connection that was
     * noticed late makes the next pause look short.
     */
    private static void assertPauses(ScriptedBroker broker, long start) {
        List<Long> times = broker.connections().stream().map(one -> one.received(PacketType.CONNECT))
                .filter(list -> !list.isEmpty()).map(list -> list.get(0)).map(ReceivedPacket::nanos).toList();
        for (int i = 2; i < times.size(); i++) {
            assertThat(Duration.ofNanos(times.get(i) - start)).as("connection number %s", i + 1)
                    .isGreaterThan(Duration.ofMillis((i - 1) * DELAY_MILLIS * 8 / 10));
        }
    }

    @Test
    @DisplayName("F28 seeded hostile broker on a socket: every exchange ends, the route recovers, no thread is left")
    void seededHostileBroker_short_routeSurvives() throws Exception {
        Long seed = Long.getLong(SEED);
        run(seed == null ? 1 : seed, seed == null ? SEEDS_IN_THE_BUILD : 1);
    }

    @Test
    @Tag("slow")
    @DisplayName("F28 seeded hostile broker on a socket, 100 seeds: every exchange ends, the route recovers, no thread is left")
    void seededHostileBroker_long_routeSurvives() throws Exception {
        run(1_000, 100);
    }

    private static void run(long first, int count) throws Exception {
        for (long seed = first; seed < first + count; seed++) {
            try {
                survive(new Random(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("Run it again with -D" + SEED + "=" + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static void survive(Random random) throws Exception {
        HostileBroker broker = new HostileBroker(random);
        broker.manners(hostile(random));
        String version = random.nextBoolean() ? "5&sessionExpiryInterval=1h" : "3.1.1";
        String options = "clientId=victim&cleanStart=false&connectionTimeout=1s&qos=2&mqttVersion="
                         + version + Its.QUICK;
        try (HostileServer server = new HostileServer(broker); Application application = new Application(server.uri())) {
            Recorder in = new Recorder();
            application.route("in", "mqttx:in/#?" + options, in).start();
            List<CompletableFuture<Exchange>> outcomes = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                int number = i;
                outcomes.addAll(application.publishAll("mqttx:out/" + i + "?publishTimeout=4s&" + options, List.of("x")));
                server.with(one -> {
                    one.publish("in/" + number, "x", number % 3);
                    one.misbehave();
                });
                int connections = server.connections();
                if (number % 5 == 4) {
                    Its.until(() -> server.connections() > connections || application.isUp("in"));
                }
            }
            for (CompletableFuture<Exchange> outcome : outcomes) {
                outcome.get(20, TimeUnit.SECONDS);
            }
            server.with(one -> {
                one.manners(new HostileBroker.Manners(FaultyWire.Weather.CALM, 0, 1));
                one.cut();
            });
            Its.until(() -> application.isUp("in"));
            server.with(one -> one.publish("in/fresh", "fresh", 2));
            Its.until(() -> in.texts().contains("fresh"));
            assertThat(application.publish("mqttx:out/fresh?" + options, "x").getException()).isNull();
        }
    }

    private static HostileBroker.Manners hostile(Random random) {
        List<WireFault> faults = new ArrayList<>(Arrays.asList(WireFault.values()));
        Collections.shuffle(faults, random);
        return new HostileBroker.Manners(
                new FaultyWire.Weather(List.copyOf(faults.subList(0, 1 + random.nextInt(faults.size()))), 0.1), 0.1, 0.2);
    }
}
