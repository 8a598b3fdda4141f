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
package io.github.camelmqttx.internal.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.camelmqttx.MqttxOutboxException;
import io.github.camelmqttx.internal.client.ManualSerialContext;
import io.github.camelmqttx.internal.client.ScriptedClientFactory;
import io.github.camelmqttx.internal.outbox.FakeJournal;
import io.github.camelmqttx.internal.session.SessionFixture;
import io.github.camelmqttx.internal.session.SessionState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** The idle time of the fixture is 30 s. */
@DisplayName("M22 leases of producers that come and go")
class ProducerLeasesTest {

    private final ScriptedClientFactory factory = new ScriptedClientFactory();
    private final ManualSerialContext context = factory.context();
    private final SessionPool pool
            = new SessionPool(library -> factory, Runnable::run, (settings, clientId, nanoTime) -> new FakeJournal(), () -> 0L);
    private final List<String> told = new ArrayList<>();

    @AfterEach
    void closePool() {
        pool.close();
        context.advance(Duration.ofSeconds(5));
        assertThat(context.pendingTimers()).isEmpty();
    }

    private ProducerLeases leases(boolean temporary) throws MqttxOutboxException {
        SessionKey key = SessionKey.forProducer(SessionFixture.settings("a", "c1", false), SessionSharing.AUTO, "p", 0);
        ProducerLeases leases = new ProducerLeases(pool, List.of(key), temporary, new ProducerLeases.Listener() {
            @Override
            public void acquired() {
                told.add("acquired");
            }

            @Override
            public void givenBack() {
                told.add("given back");
            }
        });
        leases.start();
        context.run();
        factory.client().accept(false);
        return leases;
    }

    @Test
    @DisplayName("M22 unused for the idle time: the session ends then, not later, and the next publish makes it anew")
    void temporary_unused_sessionEnds_nextUseMakesItAnew() throws MqttxOutboxException {
        ProducerLeases leases = leases(true);
        context.advance(Duration.ofSeconds(29));
        assertThat(factory.client().isConnected()).isTrue();
        context.advance(Duration.ofSeconds(2));
        assertThat(factory.client().isConnected()).isFalse();
        assertThat(pool.snapshots()).isEmpty();
        assertThat(leases.current()).isEmpty();
        assertThat(context.pendingTimers()).isEmpty();
        assertThat(leases.enter()[0].session().snapshot().state()).isNotEqualTo(SessionState.CLOSED);
        context.run();
        factory.client().accept(false);
        leases.leave();
        assertThat(leases.current()).hasSize(1);
        assertThat(told).containsExactly("acquired", "given back", "acquired");
        leases.stop();
    }

    @Test
    @DisplayName("M22 each use prolongs; one that is not complete keeps the session for ever")
    void temporary_inUse_sessionStays() throws MqttxOutboxException {
        ProducerLeases leases = leases(true);
        for (int i = 0; i < 10; i++) {
            context.advance(Duration.ofSeconds(20));
            leases.enter();
            leases.leave();
        }
        leases.enter();
        context.advance(Duration.ofMinutes(10));
        assertThat(factory.client().isConnected()).isTrue();
        leases.leave();
        context.advance(Duration.ofSeconds(31));
        assertThat(factory.client().isConnected()).isFalse();
        assertThat(told).containsExactly("acquired", "given back");
        leases.stop();
    }

    @Test
    @DisplayName("M22 another user of the session keeps it; producers of routes keep theirs")
    void sharedOrPermanent_unused_sessionStays() throws MqttxOutboxException {
        ProducerLeases permanent = leases(false);
        ProducerLeases temporary = leasesOfAnother();
        context.advance(Duration.ofMinutes(10));
        assertThat(temporary.current()).isEmpty();
        assertThat(factory.client().isConnected()).isTrue();
        permanent.enter();
        permanent.leave();
        permanent.stop();
        temporary.stop();
    }

    private ProducerLeases leasesOfAnother() throws MqttxOutboxException {
        SessionKey key = SessionKey.forProducer(SessionFixture.settings("a", "c1", false), SessionSharing.AUTO, "q", 0);
        ProducerLeases leases = new ProducerLeases(pool, List.of(key), true, new ProducerLeases.Listener() {
            @Override
            public void acquired() {
                assertThat(pool.snapshots()).hasSize(1);
            }

            @Override
            public void givenBack() {
                assertThat(pool.snapshots()).hasSize(1);
            }
        });
        leases.start();
        return leases;
    }

    @Test
    @DisplayName("M22 F23 a stopped producer has no timer and no way back")
    void stopped_enter_isRefused() throws MqttxOutboxException {
        ProducerLeases leases = leases(true);
        leases.stop();
        assertThatIllegalStateException().isThrownBy(leases::enter).withMessageContaining("stopped");
        context.advance(Duration.ofMinutes(1));
        assertThat(context.pendingTimers()).isEmpty();
        assertThat(told).containsExactly("acquired", "given back");
    }
}
