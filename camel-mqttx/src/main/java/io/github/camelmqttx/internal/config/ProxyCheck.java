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
package io.github.camelmqttx.internal.config;

import java.nio.charset.StandardCharsets;

import io.github.camelmqttx.MqttxConfiguration;
import io.github.camelmqttx.internal.broker.ProxyAddress;
import org.jspecify.annotations.Nullable;

/** Checks the options of the proxy. Messages never show user name or password. */
final class ProxyCheck {

    /** Spec: RFC 1929, both have a length of one byte. */
    private static final int MAX_SOCKS_BYTES = 255;

    private final MqttxConfiguration configuration;
    private final Mistakes mistakes;

    ProxyCheck(MqttxConfiguration configuration, Mistakes mistakes) {
        this.configuration = configuration;
        this.mistakes = mistakes;
    }

    void run() {
        String proxy = configuration.getProxy();
        String userName = configuration.getProxyUserName();
        String password = configuration.getProxyPassword();
        if (proxy == null) {
            mistakes.addIf(userName != null, "proxyUserName is given without proxy: add proxy, or remove proxyUserName");
            mistakes.addIf(password != null, "proxyPassword is given without proxy: add proxy, or remove proxyPassword");
        } else {
            mistakes.addIf(password != null && userName == null,
                    "proxyPassword is given without proxyUserName: add proxyUserName");
            mistakes.run("proxy", () -> userName(ProxyAddress.parse(proxy).protocol(), userName, password));
        }
    }

    private void userName(ProxyAddress.Protocol protocol, @Nullable String userName, @Nullable String password) {
        if (userName == null) {
            return;
        }
        mistakes.addIf(userName.isEmpty(), "proxyUserName is empty: remove it if the proxy wants no user name");
        if (protocol == ProxyAddress.Protocol.HTTP) {
            mistakes.addIf(userName.indexOf(':') >= 0,
                    "proxyUserName has a colon, which HTTP proxies do not allow (RFC 7617): remove it");
        } else {
            socks("proxyUserName", userName);
            if (password != null) {
                socks("proxyPassword", password);
            }
        }
    }

    private void socks(String option, String value) {
        boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(value);
        mistakes.addIf(!ascii || value.length() > MAX_SOCKS_BYTES,
                option + " has other characters than ASCII or more than 255 of them, which SOCKS proxies do not take (RFC"
                                                                   + " 1929): change it at the proxy");
    }
}
