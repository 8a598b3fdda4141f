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
package io.github.camelmqttx.internal.binding;

import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultHeaderFilterStrategy;

/**
 * Filters, in both directions, names that begin with {@code Camel} or {@code org.apache.camel} in any case: a publisher
 * must not be able to set headers that steer Camel, and Camel's own headers are of no use to a subscriber. Names
 * without any character are filtered too.
 */
public final class MqttHeaderFilterStrategy extends DefaultHeaderFilterStrategy {

    private static final String[] PREFIXES = { "Camel", "org.apache.camel" };

    @Override
    protected boolean extendedFilter(Direction direction, String key, Object value, Exchange exchange) {
        if (key.isEmpty()) {
            return true;
        }
        for (String prefix : PREFIXES) {
            if (key.regionMatches(true, 0, prefix, 0, prefix.length())) {
                return true;
            }
        }
        return false;
    }
}
