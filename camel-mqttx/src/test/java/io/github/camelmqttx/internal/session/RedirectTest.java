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
import java.util.concurrent.CompletableFuture;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.ConnectRequest;
import io.github.camelmqttx.internal.client.Disconnection;
import io.github.camelmqttx.internal.client.Disconnection.Kind;
import io.github.camelmqttx.internal.client.ScriptedClient;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

@DisplayName("X07 promise 6: MQTT 5 Server Reference is followed when allowed")
class RedirectTest {

    private static final int USE_ANOTHER = 0x9C;
    private static final int MOVED = 0x9D;

    private final SessionFixture f = new SessionFixture();
    private final List<String> details = new ArrayList<>();

    RedirectTest() {
        f.followServerReference = true;
        f.brokers = "a,b";
    }

    private ScriptedClient connect() {
        f.session().addListener((event, detail, snapshot) -> details.add(event + " " + detail));
        f.session().connect();
        f.context.run();
        return f.client();
    }

    private static Disconnection goTo(int reasonCode, String reference) {
        return new Disconnection(Kind.BY_BROKER, reasonCode, "go away", reference, null);
    }

    private List<String> hosts() {
        return f.client().connects().stream().map(ConnectRequest::broker).map(BrokerAddress::host).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = { USE_ANOTHER, MOVED })
    void refusal_namesServers_theyAreTriedBeforeTheRestOfTheList(int reasonCode) {
        ScriptedClient client = connect();
        client.redirect(reasonCode, "x y:1999");
        client.fail();
        client.fail();
        assertThat(hosts()).containsExactly("a", "x", "y", "b");
        client.accept(false);
        assertThat(f.events).containsExactly("REDIRECTED", "CONNECTED");
        assertThat(details.get(0)).contains("tcp://a:1883", "0x" + Integer.toHexString(reasonCode).toUpperCase(),
                "tcp://x:1883");
    }

    @ParameterizedTest
    @ValueSource(ints = { USE_ANOTHER, MOVED })
    void disconnect_namesAServer_itIsTriedAtOnce(int reasonCode) {
        ScriptedClient client = connect();
        client.accept(false);
        client.drop(goTo(reasonCode, "x"));
        assertThat(hosts()).containsExactly("a", "x");
        client.accept(false);
        assertThat(f.events).containsExactly("CONNECTED", "DISCONNECTED", "REDIRECTED", "CONNECTED", "FAILED_OVER");
    }

    @Test
    void notAllowed_refusal_isNamedInExceptionAndEventAndNotFollowed() {
        f.followServerReference = false;
        f.brokers = "a";
        ScriptedClient client = f.client();
        CompletableFuture<Void> outcome = f.session().connect();
        f.context.run();
        client.redirect(USE_ANOTHER, "x");
        assertThat(hosts()).containsExactly("a");
        assertThat(f.events).containsExactly("REDIRECT_IGNORED", "ROUND_FAILED");
        assertThat(catchThrowable(outcome::join).getCause()).hasMessageContaining("'x'")
                .hasMessageContaining("followServerReference=true");
        f.context.advance(SessionFixture.DELAY);
        assertThat(hosts()).containsExactly("a", "a");
    }

    @Test
    void notAllowed_disconnect_isNamedAndNotFollowed() {
        f.followServerReference = false;
        ScriptedClient client = connect();
        client.accept(false);
        client.drop(goTo(MOVED, "x"));
        assertThat(hosts()).containsExactly("a", "b");
        assertThat(f.events).endsWith("DISCONNECTED", "REDIRECT_IGNORED");
        assertThat(f.session().snapshot().lastFailure()).contains("followServerReference=true");
    }

    @Test
    @DisplayName("a loop is cut, and the list goes on")
    void refusals_inALoop_areCut() {
        ScriptedClient client = connect();
        client.redirect(USE_ANOTHER, "x");
        client.redirect(USE_ANOTHER, "a");
        assertThat(hosts()).containsExactly("a", "x", "b");
        assertThat(details).anySatisfy(text -> assertThat(text).contains("loop"));
        client.accept(false);
        assertThat(f.state()).isEqualTo(SessionState.CONNECTED);
    }

    @Test
    @DisplayName("a loop of brokers that accept and send away is slowed down by the back-off")
    void disconnects_inALoop_areSlowedDown() {
        f.brokers = "a";
        ScriptedClient client = connect();
        client.accept(false);
        client.drop(goTo(USE_ANOTHER, "x"));
        client.accept(false);
        client.drop(goTo(USE_ANOTHER, "a"));
        assertThat(hosts()).containsExactly("a", "x");
        assertThat(f.state()).isEqualTo(SessionState.BACKING_OFF);
        Duration first = f.context.pendingTimers().get(0);
        f.context.advance(first);
        client.accept(false);
        client.drop(goTo(USE_ANOTHER, "x"));
        client.accept(false);
        client.drop(goTo(USE_ANOTHER, "a"));
        assertThat(f.context.pendingTimers().get(0)).isGreaterThan(first);
    }

    @Test
    void chain_ofMoreThanThree_isCut() {
        ScriptedClient client = connect();
        client.redirect(USE_ANOTHER, "x1");
        client.redirect(USE_ANOTHER, "x2");
        client.redirect(USE_ANOTHER, "x3");
        client.redirect(USE_ANOTHER, "x4");
        assertThat(hosts()).containsExactly("a", "x1", "x2", "x3", "b");
    }

    @Test
    void reference_isGarbage_listGoesOn() {
        ScriptedClient client = connect();
        client.redirect(USE_ANOTHER, "user:geheim@x");
        assertThat(hosts()).containsExactly("a", "b");
        assertThat(details).noneSatisfy(text -> assertThat(text).contains("geheim"));
        assertThat(f.events).containsExactly("REDIRECT_IGNORED");
    }

    @Test
    void reference_leadsNowhere_listGoesOnAndIsFollowedAgainNextTime() {
        f.brokers = "a";
        ScriptedClient client = connect();
        client.redirect(USE_ANOTHER, "x");
        client.fail();
        assertThat(f.state()).isEqualTo(SessionState.BACKING_OFF);
        f.context.advance(SessionFixture.DELAY);
        client.redirect(USE_ANOTHER, "x");
        assertThat(hosts()).containsExactly("a", "x", "a", "x");
    }

    @Test
    @DisplayName("0x9C is for now: the session fails back")
    void usedForNow_afterTheDelay_returnsToThePreferredBroker() {
        ScriptedClient client = connect();
        client.redirect(USE_ANOTHER, "x");
        client.accept(false);
        f.context.advance(SessionFixture.FAILBACK);
        assertThat(f.factory.probes()).extracting("broker").containsExactly(SessionFixture.broker("a"));
        f.factory.answerProbe(true);
        client.redirect(USE_ANOTHER, "x");
        assertThat(hosts()).containsExactly("a", "x", "a", "x");
        client.accept(true);
        assertThat(f.context.pendingTimers()).as("not so soon again").containsExactly(SessionFixture.FAILBACK.multipliedBy(2));
    }

    @Test
    @DisplayName("0x9D is for good: the new address takes the place of the old one")
    void moved_afterwards_oldAddressIsNotTriedAgain() {
        ScriptedClient client = connect();
        client.redirect(MOVED, "x");
        client.accept(false);
        f.context.advance(SessionFixture.FAILBACK.multipliedBy(3));
        assertThat(f.factory.probes()).isEmpty();
        client.drop();
        assertThat(hosts()).containsExactly("a", "x", "x");
        client.fail();
        client.fail();
        assertThat(hosts()).containsExactly("a", "x", "x", "b");
    }

    @Test
    void otherReasonCode_withReference_isNotFollowed() {
        ScriptedClient client = connect();
        client.redirect(0x88, "x");
        assertThat(hosts()).containsExactly("a", "b");
    }
}
