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

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.MosquittoBroker;
import io.github.camelmqttx.testbed.Ports;
import io.github.camelmqttx.testbed.Scheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** X14 M02: IPv6 literals, with and without zone, against a mosquitto that listens on IPv6 addresses. */
@Timeout(60)
class AddressIT {

    private static final int PORT = Ports.reserve();

    private static MosquittoBroker broker;

    @BeforeAll
    static void startBroker() throws SocketException {
        assumeTrue(MosquittoBroker.isInstalled(), "no mosquitto executable on this machine");
        assumeTrue(NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                .anyMatch(Inet6Address.class::isInstance), "no IPv6 on this machine");
        broker = MosquittoBroker.builder(BrokerOptions.plain()).line("listener " + PORT + " ::").build();
        broker.start();
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    private static void assertLoop(ItSupport it, String options) throws Exception {
        Recorder in = it.record("in", "mqttx:address/x" + options);
        it.start();
        it.send("mqttx:address/x" + options, "x");
        assertThat(in.awaitFirst().text()).isEqualTo("x");
        assertThat(SessionWatch.on(it).broker("in")).contains("[").endsWith("]:" + PORT);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "mqtt://[::1]:%d", "[::1]:%d", "tcp://[0:0:0:0:0:0:0:1]:%d", "MQTT://[::1]:%d/" })
    @DisplayName("X14 M02 M07 an IPv6 literal, in the URI of the endpoint and as an option of the component")
    void ipv6Literal_isReached(String notation) throws Exception {
        try (ItSupport it = new ItSupport((String) null)) {
            assertLoop(it, "?brokers=" + notation.formatted(PORT));
        }
        try (ItSupport it = new ItSupport(notation.formatted(PORT))) {
            assertLoop(it, "");
        }
    }

    @Test
    @DisplayName("X14 M02 a zone in an IPv6 literal; in a URI its percent sign is written %25")
    void ipv6LiteralWithZone_isReached() throws Exception {
        NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
        try (ItSupport it = new ItSupport("mqtt://[::1%" + loopback.getName() + "]:" + PORT)) {
            assertLoop(it, "");
        }
        try (ItSupport it = new ItSupport((String) null)) {
            assertLoop(it, "?brokers=mqtt://[::1%25" + loopback.getName() + "]:" + PORT);
        }
    }

    @Test
    @DisplayName("X14 M02 a link-local address, which needs its zone")
    void linkLocalAddress_isReached() throws Exception {
        Optional<InetAddress> linkLocal = NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet6Address && address.isLinkLocalAddress()).findFirst();
        assumeTrue(linkLocal.isPresent(), "no link-local IPv6 address on this machine");
        try (ItSupport it = new ItSupport("mqtt://[" + linkLocal.get().getHostAddress() + "]:" + PORT)) {
            assertLoop(it, "");
        }
    }

    @Test
    @DisplayName("X14 M05 a list of an IPv4 literal where nothing listens, an IPv6 literal and a name")
    void mixedFamilies_firstThatListens_isUsed() throws Exception {
        try (ItSupport it = new ItSupport(
                "127.0.0.1:" + Ports.reserve() + ",[::1]:" + PORT + ",localhost:"
                                          + broker.port(Scheme.MQTT))) {
            assertLoop(it, "");
        }
    }

    @Test
    @DisplayName("X14 M07 the Host header of a WebSocket upgrade has the brackets and no zone")
    void webSocket_ipv6Literal_hostHeader() throws Exception {
        NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
        try (UpgradeListener listener = new UpgradeListener("::1")) {
            for (String host : List.of("[::1]", "[::1%" + loopback.getName() + "]")) {
                try (ItSupport it = new ItSupport(listener.uri(host, "/ipv6"))) {
                    it.record("in", "mqttx:x?connectionTimeout=5s&mqttVersion=5");
                    it.start();
                }
            }
            assertThat(listener.requests()).hasSizeGreaterThanOrEqualTo(2).allSatisfy(
                    request -> assertThat(request.toLowerCase(Locale.ROOT)).startsWith("get /ipv6 ").contains("host: [::1]:"));
        }
    }
}
