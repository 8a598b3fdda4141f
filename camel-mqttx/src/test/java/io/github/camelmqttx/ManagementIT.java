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

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;

import io.github.camelmqttx.testbed.ScriptedBroker;
import org.apache.camel.CamelContextAware;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.console.DevConsole;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** What an operator sees and does through JMX and the dev console. */
@Timeout(60)
class ManagementIT {

    private static final String SECRET = "do-not-show-me";

    private ScriptedBroker first;
    private ScriptedBroker second;
    private DefaultCamelContext context;

    @BeforeEach
    void start() throws Exception {
        first = ScriptedBroker.start();
        second = ScriptedBroker.start();
        context = new DefaultCamelContext();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("mqttx:plant/#?clientId=press-7&testConnectionOnStartup=true&userName=op&password=" + SECRET + "&brokers="
                     + first.uri() + "," + second.uri()).routeId("in").to("log:in");
            }
        });
        context.start();
    }

    @AfterEach
    void stop() throws Exception {
        context.close();
        first.close();
        second.close();
    }

    @Test
    @DisplayName("C08 JMX lists sessions with state, broker and subscriptions, without secrets")
    void jmx_listSessions() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName component = component(server);
        assertThat(server.getAttribute(component, "SessionCount")).isEqualTo(1);
        TabularData table = (TabularData) server.invoke(component, "listSessions", null, null);
        CompositeData row = table.get(new Object[] { "press-7" });
        assertThat(row.get("state")).isEqualTo("CONNECTED");
        assertThat(row.get("broker")).asString().contains(String.valueOf(first.port()));
        assertThat(row.get("subscriptions")).asString().contains("plant/# QoS 1");
        assertThat(table.values().toString()).doesNotContain(SECRET);
    }

    @Test
    @DisplayName("C08 JMX moves a session to its next broker and connects it anew; an unknown one is said to be none")
    void jmx_failOverAndReconnect() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName component = component(server);
        assertThat(invoke(server, component, "failOver", "press-7")).isTrue();
        assertThat(second.awaitConnection().clientId()).isEqualTo("press-7");
        Awaitility.await().until(() -> "CONNECTED".equals(onlySession(Map.of()).get("state")));
        int before = second.connections().size();
        assertThat(invoke(server, component, "reconnect", "press-7")).isTrue();
        Awaitility.await().until(() -> second.connections().size() > before);
        assertThat(invoke(server, component, "reconnect", "nobody")).isFalse();
    }

    @Test
    @DisplayName("C08 the dev console shows sessions as text and JSON, filtered by Client Identifier, without secrets")
    void console_showsSessions() {
        assertThat(onlySession(Map.of()).get("subscriptions")).isEqualTo(List.of("plant/# QoS 1"));
        String text = (String) console().call(DevConsole.MediaType.TEXT);
        assertThat(text).contains("mqttx: 1 sessions", "clientId: press-7", "state: CONNECTED", "plant/# QoS 1")
                .doesNotContain(SECRET);
        Map<?, ?> filtered = (Map<?, ?>) console().call(DevConsole.MediaType.JSON, Map.of("clientId", "other"));
        assertThat(filtered.get("components")).isEqualTo(Map.of("mqttx", List.of()));
    }

    @Test
    @DisplayName("C08 the dev console takes commands to a session and explains those that it cannot carry out")
    void console_commands() {
        assertThat(command(Map.of("command", "failOver", "clientId", "press-7"))).isEqualTo("Session press-7: failOver begun");
        assertThat(second.awaitConnection().clientId()).isEqualTo("press-7");
        assertThat(command(Map.of("command", "failOver"))).contains("needs the option clientId");
        assertThat(command(Map.of("command", "dance", "clientId", "press-7"))).contains("There is no command dance");
        assertThat(command(Map.of("command", "reconnect", "clientId", "nobody"))).contains("no session", "nobody");
    }

    private String command(Map<String, Object> options) {
        return (String) ((Map<?, ?>) console().call(DevConsole.MediaType.JSON, options)).get("result");
    }

    private Map<?, ?> onlySession(Map<String, Object> options) {
        Map<?, ?> json = (Map<?, ?>) console().call(DevConsole.MediaType.JSON, options);
        return (Map<?, ?>) ((List<?>) ((Map<?, ?>) json.get("components")).get("mqttx")).get(0);
    }

    private DevConsole console() {
        DevConsole console = PluginHelper.getDevConsoleResolver(context.getCamelContextExtension()).resolveDevConsole("mqttx");
        CamelContextAware.trySetCamelContext(console, context);
        return console;
    }

    private static boolean invoke(MBeanServer server, ObjectName component, String operation, String clientId)
            throws Exception {
        return (Boolean) server.invoke(component, operation, new Object[] { clientId },
                new String[] { String.class.getName() });
    }

    private ObjectName component(MBeanServer server) throws Exception {
        Set<ObjectName> names = server.queryNames(
                new ObjectName("org.apache.camel:context=" + context.getManagementName() + ",type=components,name=\"mqttx\""),
                null);
        return names.iterator().next();
    }
}
