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

import java.util.ArrayList;
import java.util.List;

import io.github.camelmqttx.testbed.Broker;
import io.github.camelmqttx.testbed.BrokerOptions;
import io.github.camelmqttx.testbed.Certificates;
import io.github.camelmqttx.testbed.MqttProbe;
import io.github.camelmqttx.testbed.ProbeOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What holds with every broker, every driver and every version of MQTT. One broker for all its tests. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrokerContract implements ConnectContract, DeliveryContract, SessionContract {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerContract.class);

    private Certificates certificates;
    private final List<String> watched = new ArrayList<>();
    private Broker broker;
    private MqttProbe probe;

    /** The broker, not started. */
    abstract Broker create(BrokerOptions options);

    @BeforeAll
    void startBroker() {
        certificates = Certificates.create();
        broker = create(BrokerOptions.plain().withTls(certificates).withUser(USER, PASSWORD));
        broker.start();
        probe = connect(ProbeOptions.transientSession());
    }

    /** A new observer for the next test if the broker does not answer this one, which Artemis did once under load. */
    @AfterEach
    void stopWatching() {
        try {
            watched.forEach(probe::unsubscribe);
        } catch (IllegalStateException e) {
            LOG.warn("The probe is replaced: {}", e.getMessage());
            probe.close();
            probe = connect(ProbeOptions.transientSession());
        } finally {
            watched.clear();
        }
    }

    @AfterAll
    void stopBroker() {
        if (probe != null) {
            probe.close();
        }
        if (broker != null) {
            broker.close();
        }
        certificates.close();
    }

    @Override
    public Broker broker() {
        return broker;
    }

    @Override
    public MqttProbe probe() {
        return probe;
    }

    @Override
    public MqttProbe watch(String filter) {
        probe.clear();
        watched.add(filter);
        probe.subscribe(filter, 2);
        return probe;
    }

    @Override
    public Certificates certificates() {
        return certificates;
    }
}
