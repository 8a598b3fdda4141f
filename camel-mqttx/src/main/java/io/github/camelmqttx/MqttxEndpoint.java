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
package io.github.camelmqttx;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.camelmqttx.internal.broker.BrokerAddress;
import io.github.camelmqttx.internal.client.TlsEngineFactory;
import io.github.camelmqttx.internal.config.BrokerOptions;
import io.github.camelmqttx.internal.config.ConfigurationCheck;
import io.github.camelmqttx.internal.config.SessionSettingsFactory;
import io.github.camelmqttx.internal.session.SessionSettings;
import io.github.camelmqttx.internal.tls.Revocation;
import io.github.camelmqttx.internal.tls.TlsHandshake;
import io.github.camelmqttx.internal.tls.TlsNames;
import io.github.camelmqttx.internal.tls.TlsOptions;
import io.github.camelmqttx.internal.tls.TlsSupport;
import org.apache.camel.AsyncEndpoint;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.spi.HeaderFilterStrategyAware;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;

/**
 * Send and receive messages of MQTT brokers (3.1, 3.1.1 and 5.0) over shared, fail-over-aware sessions.
 */
@ManagedResource(description = "Managed MQTTX endpoint")
@UriEndpoint(firstVersion = "0.1.0", scheme = "mqttx", title = "MQTTX", syntax = "mqttx:topic",
             category = { Category.IOT, Category.MESSAGING }, headersClass = MqttxConstants.class)
public class MqttxEndpoint extends DefaultEndpoint
        implements AsyncEndpoint, EndpointServiceLocation, HeaderFilterStrategyAware {

    private final Set<String> givenOptions;

    @UriPath(description = "Consumer: Topic Filters separated by commas, each with an optional ;qos=0, ;qos=1 or ;qos=2; may be"
                           + " empty with subscriptions. Producer: a Topic Name. Two commas stand for one inside a topic.")
    private String topic = "";
    @UriParam
    private MqttxConfiguration configuration;

    /** @param givenOptions names of the options in the URI, in lower case */
    MqttxEndpoint(String uri, MqttxComponent component, MqttxConfiguration configuration, Set<String> givenOptions) {
        super(uri, component);
        this.configuration = configuration;
        this.givenOptions = givenOptions;
    }

    @Override
    public MqttxComponent getComponent() {
        return (MqttxComponent) super.getComponent();
    }

    @Override
    public Producer createProducer() throws Exception {
        return new MqttxProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        MqttxConsumer consumer = new MqttxConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    /** @throws IllegalArgumentException with all mistakes in the options, if there are any */
    void checkConsumer() {
        ConfigurationCheck.consumer(configuration, topic, givenOptions);
    }

    /** @throws IllegalArgumentException with all mistakes in the options, if there are any */
    void checkProducer() {
        ConfigurationCheck.producer(configuration, topic, givenOptions);
    }

    /** The settings of the sessions of this endpoint, whose options have been checked. */
    SessionSettings sessionSettings() {
        MqttxConfiguration effective = configuration;
        if (getComponent().isUseGlobalSslContextParameters() && configuration.getSslContextParameters() == null
                && !BrokerOptions.hasTlsShortcut(configuration)) {
            effective = configuration.copy();
            effective.setSslContextParameters(getComponent().retrieveGlobalSslContextParameters());
        }
        List<BrokerAddress> brokers = BrokerOptions.brokers(effective);
        boolean secure = brokers.stream().anyMatch(broker -> broker.transport().isSecure());
        return SessionSettingsFactory.settings(effective, secure ? tls(effective) : null);
    }

    private TlsEngineFactory tls(MqttxConfiguration effective) {
        SSLContextParameters parameters = effective.getSslContextParameters();
        TlsOptions options = new TlsOptions(
                parameters, effective.isSslHostnameVerification(), effective.isInsecureTls(), effective.getTrustStore(),
                effective.getTrustStorePassword(), effective.getKeyStore(), effective.getKeyStorePassword(),
                effective.getKeyAlias(), handshake(effective), revocation(effective));
        return TlsSupport.engineFactory(options, getCamelContext());
    }

    private static TlsHandshake handshake(MqttxConfiguration effective) {
        return new TlsHandshake(
                names(effective.getTlsProtocols()), names(effective.getTlsCipherSuites()), effective.getTlsServerName(),
                names(effective.getTlsAlpn()));
    }

    private static List<String> names(@Nullable String list) {
        return list == null ? List.of() : TlsNames.split(list);
    }

    private static Revocation revocation(MqttxConfiguration effective) {
        Revocation.Mode mode = switch (effective.getCertificateRevocation()) {
            case "soft" -> Revocation.Mode.SOFT;
            case "strict" -> Revocation.Mode.STRICT;
            default -> Revocation.Mode.NONE;
        };
        return new Revocation(mode, effective.getCrlFile());
    }

    @Override
    @ManagedAttribute(description = "Brokers in order of preference, without user info")
    public @Nullable String getServiceUrl() {
        try {
            return BrokerOptions.brokers(configuration).stream().map(BrokerAddress::toString).collect(Collectors.joining(","));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    @ManagedAttribute(description = "Protocol of the service")
    public String getServiceProtocol() {
        return "mqtt";
    }

    @Override
    public @Nullable Map<String, String> getServiceMetadata() {
        String clientId = configuration.getClientId();
        return clientId == null ? null : Map.of("clientId", clientId);
    }

    @Override
    public HeaderFilterStrategy getHeaderFilterStrategy() {
        HeaderFilterStrategy strategy = configuration.getHeaderFilterStrategy();
        if (strategy == null) {
            throw new IllegalStateException("The endpoint " + this + " was not made by its component");
        }
        return strategy;
    }

    @Override
    public void setHeaderFilterStrategy(HeaderFilterStrategy strategy) {
        configuration.setHeaderFilterStrategy(strategy);
    }

    @ManagedAttribute(description = "Topic Filters or Topic Name")
    public String getTopic() {
        return topic;
    }

    public void setTopic(String topic) {
        this.topic = topic;
    }

    @ManagedAttribute(description = "Explicit Client Identifier, if there is one")
    public @Nullable String getClientId() {
        return configuration.getClientId();
    }

    public MqttxConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(MqttxConfiguration configuration) {
        this.configuration = configuration;
    }
}
