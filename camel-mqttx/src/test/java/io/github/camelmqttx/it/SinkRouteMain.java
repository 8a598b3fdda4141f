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

import java.nio.file.Path;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * A process with a route that notes each message in a {@link SinkFile}, asynchronously and before its exchange
 * completes, until the process is killed or its input ends. At the end of its input it stops gracefully.
 */
final class SinkRouteMain {

    /** What it prints when the route has started. */
    static final String STARTED = "started";
    /** A system property: how long a message is in the route, in ms. */
    static final String WORK_MILLIS = "sink.work";
    /** A system property: the directory of the cluster service, if the process is to be a member of a cluster. */
    static final String CLUSTER = "sink.cluster";
    /** A system property: name of the process in the file. */
    static final String NAME = "sink.name";

    private SinkRouteMain() {
    }

    /** @param arguments broker; consumer URI, or a file with routes in YAML that send to {@code direct:store}; file */
    public static void main(String[] arguments) throws Exception {
        try (SinkFile sink = SinkFile.append(Path.of(arguments[2]), System.getProperty(NAME, "sink"));
             Application application = new Application(arguments[0])) {
            String cluster = System.getProperty(CLUSTER);
            if (cluster != null) {
                application.context().addService(ClusterRecipe.fileLock(cluster));
            }
            application.routes(store(sink));
            addRoutes(application.context(), arguments[1]);
            application.start();
            System.out.println(STARTED);
            while (System.in.read() >= 0) {
                continue;
            }
        }
    }

    private static RouteBuilder store(SinkFile sink) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:store").process(sink::begun).delay(Long.getLong(WORK_MILLIS, 5)).asyncDelayed()
                        .process(sink::done);
            }
        };
    }

    private static void addRoutes(CamelContext context, String routes) throws Exception {
        if (routes.endsWith(".yaml")) {
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.resolveMandatoryResource(context, routes));
        } else if (routes.isEmpty()) {
            context.addRoutes(new ClusterRecipe());
        } else {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(routes).routeId("sink").to("direct:store");
                }
            });
        }
    }
}
