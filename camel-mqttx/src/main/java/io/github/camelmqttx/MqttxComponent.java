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

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.TabularData;

import io.github.camelmqttx.internal.binding.MqttHeaderFilterStrategy;
import io.github.camelmqttx.internal.binding.UnknownHeaders;
import io.github.camelmqttx.internal.client.ClientLibrary;
import io.github.camelmqttx.internal.client.MqttClientFactory;
import io.github.camelmqttx.internal.client.netty.NettyClientFactory;
import io.github.camelmqttx.internal.client.paho.PahoClientFactory;
import io.github.camelmqttx.internal.config.StrictConfigurer;
import io.github.camelmqttx.internal.config.UnknownOptions;
import io.github.camelmqttx.internal.pool.SessionPool;
import io.github.camelmqttx.internal.session.MqttSession;
import io.github.camelmqttx.internal.session.SessionSnapshot;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HeaderFilterStrategyComponent;
import org.apache.camel.util.PropertiesHelper;
import org.jspecify.annotations.Nullable;

/**
 * The component {@code mqttx}: MQTT brokers over shared, fail-over-aware sessions. Several instances may be registered
 * under different names, each with its own defaults, sessions and threads.
 * <p>
 * Sessions, I/O threads and workers are made when the first endpoint needs them, and are gone when the component has
 * been stopped; a stopped component can be started again.
 */
@ManagedResource(description = "Managed MqttxComponent")
@Component("mqttx")
public class MqttxComponent extends HeaderFilterStrategyComponent implements SSLContextParametersAware {

    private static final int MAX_IO_THREADS = 64;
    private static final Set<String> COMPONENT_ONLY = Set.of("autowiredEnabled", "configuration", "ioThreads",
            "useGlobalSslContextParameters");

    private final AtomicLong owners = new AtomicLong();
    private final Object runtimeLock = new Object();
    private final UnknownHeaders unknownHeaders = new UnknownHeaders();
    private @Nullable ComponentRuntime runtime;

    @Metadata(description = "Defaults of all endpoints of this component; each endpoint has a copy.")
    private MqttxConfiguration configuration = new MqttxConfiguration();
    @Metadata(label = "security", defaultValue = "false",
              description = "Whether the SSLContextParameters of the Camel context are used by endpoints that set no TLS option of their"
                            + " own. Their brokers without a scheme are then reached by TLS.")
    private boolean useGlobalSslContextParameters;
    @Metadata(label = "advanced", defaultValue = "0",
              description = "Threads for the network, 1 to 64; each serves many sessions. 0 takes one for every two processors, four at"
                            + " most.")
    private int ioThreads;

    public MqttxComponent() {
    }

    public MqttxComponent(CamelContext context) {
        super(context);
    }

    @Override
    protected Endpoint createEndpoint(String uri, @Nullable String remaining, Map<String, Object> parameters)
            throws Exception {
        MqttxConfiguration copy = configuration.copy();
        MqttxEndpoint endpoint = new MqttxEndpoint(uri, this, copy, optionNames(parameters.keySet()));
        endpoint.setTopic(remaining == null ? "" : remaining);
        if (copy.getHeaderFilterStrategy() == null) {
            HeaderFilterStrategy strategy = getHeaderFilterStrategy();
            copy.setHeaderFilterStrategy(strategy == null ? new MqttHeaderFilterStrategy() : strategy);
        }
        Map<String, Object> webSocketHeaders = PropertiesHelper.extractProperties(parameters, "wsHeader.");
        if (!webSocketHeaders.isEmpty()) {
            copy.addWebSocketHeaders(webSocketHeaders);
        }
        Map<String, Object> willUserProperties = PropertiesHelper.extractProperties(parameters, "willUserProperty.");
        if (!willUserProperties.isEmpty()) {
            copy.addWillUserProperties(willUserProperties);
        }
        StrictConfigurer.check(getEndpointPropertyConfigurer(), parameters, knownOptions());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** Also refuses options that do not exist, and text that is no number or no duration. */
    @Override
    public @Nullable PropertyConfigurer getComponentPropertyConfigurer() {
        PropertyConfigurer configurer = super.getComponentPropertyConfigurer();
        return StrictConfigurer.of(configurer, () -> componentOptions(configurer));
    }

    /** Those of the endpoints that the component has too, and its own. */
    private Set<String> componentOptions(@Nullable PropertyConfigurer configurer) {
        Set<String> names = new HashSet<>(COMPONENT_ONLY);
        if (configurer instanceof PropertyConfigurerGetter getter) {
            knownOptions().stream().filter(name -> getter.getOptionType(name, false) != null).forEach(names::add);
        }
        return names;
    }

    /**
     * Refuses what is left over: options that no endpoint has.
     *
     * @throws IllegalArgumentException if there are any; Camel makes a ResolveEndpointFailedException of it
     */
    @Override
    protected void validateParameters(String uri, Map<String, Object> parameters, @Nullable String optionPrefix) {
        if (optionPrefix != null) {
            super.validateParameters(uri, parameters, optionPrefix);
        } else if (!parameters.isEmpty()) {
            throw new IllegalArgumentException(UnknownOptions.explain(parameters.keySet(), knownOptions()));
        }
    }

    private Set<String> knownOptions() {
        Set<String> known = new HashSet<>();
        EndpointUriFactory factory = getCamelContext().getCamelContextExtension().getEndpointUriFactory("mqttx");
        if (factory != null) {
            known.addAll(factory.propertyNames());
            known.addAll(factory.multiValuePrefixes().values());
        }
        return known;
    }

    private static Set<String> optionNames(Collection<String> parameters) {
        Set<String> names = new HashSet<>();
        parameters.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        return Set.copyOf(names);
    }

    @ManagedAttribute(description = "Number of MQTT sessions")
    public int getSessionCount() {
        return sessions().size();
    }

    /** One row for each session; the index is the Client Identifier. */
    @ManagedOperation(description = "MQTT sessions with their brokers, what is in work, and what is wrong")
    public TabularData listSessions() throws OpenDataException {
        return SessionReport.table(sessions(), System.nanoTime());
    }

    /**
     * Ends the connection of a session with DISCONNECT and makes it anew; between attempts, begins the next one now.
     *
     * @return whether there is such a session
     */
    @ManagedOperation(description = "Connects the session of a Client Identifier anew; false if there is none")
    public boolean reconnect(String clientId) {
        return onSession(clientId, session -> session.reconnect("an operator asked for it"));
    }

    /**
     * Leaves the present broker of a session for the next one of its list.
     *
     * @return whether there is such a session
     */
    @ManagedOperation(description = "Moves the session of a Client Identifier to its next broker; false if there is none")
    public boolean failOver(String clientId) {
        return onSession(clientId, session -> session.failOver("an operator asked for it"));
    }

    private boolean onSession(String clientId, Consumer<MqttSession> action) {
        List<MqttSession> found;
        synchronized (runtimeLock) {
            found = runtime == null ? List.of() : runtime.pool().find(clientId);
        }
        found.forEach(action);
        return !found.isEmpty();
    }

    /** The sessions as they stand; empty if none was needed yet. */
    List<SessionSnapshot> sessions() {
        synchronized (runtimeLock) {
            return runtime == null ? List.of() : runtime.pool().snapshots();
        }
    }

    /** The name of one more producer or consumer, which no other one of this component has. */
    String newOwner() {
        return "#" + owners.incrementAndGet();
    }

    /**
     * The pool of this component.
     *
     * @throws IllegalStateException if the component is not started
     */
    SessionPool pool() {
        return runtime().pool();
    }

    UnknownHeaders unknownHeaders() {
        return unknownHeaders;
    }

    /** Runs what may block or compute; never runs a task in the calling thread. */
    Executor workers() {
        return runtime().workers();
    }

    private ComponentRuntime runtime() {
        synchronized (runtimeLock) {
            if (!isStarted() && !isStarting()) {
                throw new IllegalStateException("The component " + getDefaultName() + " is not started, so it has no sessions");
            }
            if (runtime == null) {
                runtime = new ComponentRuntime(getCamelContext(), this::newClientFactory);
            }
            return runtime;
        }
    }

    /** Makes a driver. Tests override it. */
    MqttClientFactory newClientFactory(ClientLibrary library, Executor blocking) {
        int threads = ioThreads > 0 ? ioThreads : Math.min(4, Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
        return switch (library) {
            case NETTY -> new NettyClientFactory(threads, "mqttx-io", blocking);
            case PAHO -> new PahoClientFactory(threads, "mqttx-paho", blocking);
        };
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        if (ioThreads < 0 || ioThreads > MAX_IO_THREADS) {
            throw new IllegalArgumentException(
                    "ioThreads=" + ioThreads + " is out of range: use 1 to " + MAX_IO_THREADS
                                               + ", or 0 for as many as suit the machine");
        }
    }

    @Override
    protected void doStop() throws Exception {
        ComponentRuntime ending;
        synchronized (runtimeLock) {
            ending = runtime;
            runtime = null;
        }
        if (ending != null) {
            ending.close();
        }
        super.doStop();
    }

    public MqttxConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(MqttxConfiguration configuration) {
        this.configuration = configuration;
    }

    @Override
    public boolean isUseGlobalSslContextParameters() {
        return useGlobalSslContextParameters;
    }

    @Override
    public void setUseGlobalSslContextParameters(boolean useGlobalSslContextParameters) {
        this.useGlobalSslContextParameters = useGlobalSslContextParameters;
    }

    public int getIoThreads() {
        return ioThreads;
    }

    public void setIoThreads(int ioThreads) {
        this.ioThreads = ioThreads;
    }
}
