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
package io.github.camelmqttx.testbed;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** An HTTP proxy: method CONNECT, Basic authentication. */
final class HttpTunnelProxy extends TunnelProxy {

    @Override
    String scheme() {
        return "http";
    }

    @Override
    @Nullable
    InetSocketAddress negotiate(DataInputStream in, OutputStream out) throws IOException {
        String[] request = line(in).split(" ");
        boolean known = !wantsUser();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.toLowerCase(Locale.ROOT).startsWith("proxy-authorization: basic ")) {
                String[] user = new String(
                        Base64.getDecoder().decode(header.substring(header.lastIndexOf(' ') + 1)), StandardCharsets.UTF_8)
                        .split(":", 2);
                known |= isUser(user[0], user[1]);
            }
        }
        if (!"CONNECT".equals(request[0])) {
            send(out, "405 Method Not Allowed", "Content-Length: 0\r\n");
            return null;
        }
        int colon = request[1].lastIndexOf(':');
        String host = request[1].substring(0, colon);
        InetSocketAddress asks = ask(host, Integer.parseInt(request[1].substring(colon + 1)));
        if (!known) {
            // without length and with the connection open, as some proxies do
            send(out, "407 Proxy Authentication Required", "Proxy-Authenticate: Basic realm=\"test\"\r\n");
            in.transferTo(OutputStream.nullOutputStream());
            return null;
        }
        if (isForbidden(host)) {
            send(out, "403 Forbidden", "Content-Length: 6\r\n\r\nno way");
            return null;
        }
        return asks;
    }

    @Override
    void answer(OutputStream out, boolean connected) throws IOException {
        send(out, connected ? "200 Connection established" : "502 Bad Gateway", connected ? "" : "Content-Length: 0\r\n");
    }

    private static void send(OutputStream out, String status, String rest) throws IOException {
        out.write(("HTTP/1.1 " + status + "\r\n" + rest + (rest.contains("\r\n\r\n") ? "" : "\r\n"))
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
