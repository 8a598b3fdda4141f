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
package io.github.camelmqttx.examples.failover;

import java.util.Collection;
import java.util.stream.Collectors;

import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;

/** Asks the health checks of the context, as the readiness probe of a platform does. */
final class Health {

    private Health() {
    }

    static boolean isUp(CamelContext context) {
        return checks(context).stream().allMatch(check -> check.getState() == HealthCheck.State.UP);
    }

    /** "UP", or what each check that is down says. */
    static String text(CamelContext context) {
        return isUp(context)
                ? "UP"
                : checks(context).stream().filter(check -> check.getState() != HealthCheck.State.UP)
                        .map(check -> "DOWN, " + check.getCheck().getId() + ": " + check.getMessage().orElse("no message"))
                        .distinct().sorted().collect(Collectors.joining("\n           "));
    }

    private static Collection<HealthCheck.Result> checks(CamelContext context) {
        return HealthCheckHelper.invokeReadiness(context);
    }
}
