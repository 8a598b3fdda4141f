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

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("X07 hosts with several addresses: which is tried first")
class AddressOrderTest {

    private final AddressOrder order = new AddressOrder();
    private final InetAddress one = address(1);
    private final InetAddress two = address(2);
    private final InetAddress three = address(3);

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] { 127, 0, 0, (byte) last });
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private InetAddress[] arrange(String host) {
        return order.arrange(host, new InetAddress[] { one, two, three });
    }

    @Test
    void nothingIsKnown_orderIsThatOfTheResolver() {
        assertThat(arrange("h")).containsExactly(one, two, three);
    }

    @Test
    void addressLedToAConnection_isFirstNextTime() {
        arrange("h");
        order.reached("h", two);
        order.accepted();
        assertThat(arrange("h")).containsExactly(two, one, three);
        assertThat(arrange("other")).as("of that host only").containsExactly(one, two, three);
    }

    @Test
    @DisplayName("a dead broker behind an address that accepts TCP does not keep the others from being tried")
    void addressReachedWithoutConnection_isLastNextTime() {
        arrange("h");
        order.reached("h", one);
        assertThat(arrange("h")).containsExactly(two, three, one);
        order.reached("h", two);
        order.accepted();
        assertThat(arrange("h")).containsExactly(two, one, three);
    }

    @Test
    void addressThatWorked_reachedWithoutConnection_isLast() {
        arrange("h");
        order.reached("h", one);
        order.accepted();
        arrange("h");
        order.reached("h", one);
        assertThat(arrange("h")).containsExactly(two, three, one);
    }

    @Test
    @DisplayName("F14 an address that the host has no more is not tried")
    void nameServiceChanges_oldAddressIsForgotten() {
        arrange("h");
        order.reached("h", one);
        order.accepted();
        assertThat(order.arrange("h", new InetAddress[] { three })).containsExactly(three);
    }
}
