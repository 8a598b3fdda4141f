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
package io.github.camelmqttx.internal.client;

import io.github.camelmqttx.internal.broker.ProxyAddress;
import org.jspecify.annotations.Nullable;

/**
 * The proxy through which brokers are reached, and who we are to it.
 *
 * @param userName null for no authentication
 * @param password null only together with the user name
 */
public record ProxySettings(ProxyAddress address, @Nullable String userName, @Nullable String password) {

    /** The address, and whether there is a user name; neither user name nor password. */
    @Override
    public String toString() {
        return address + (userName == null ? "" : " with a user name");
    }
}
