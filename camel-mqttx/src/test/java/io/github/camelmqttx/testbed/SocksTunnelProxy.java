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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/** A SOCKS proxy of version 5: command CONNECT, no authentication or user name and password (RFC 1928, RFC 1929). */
final class SocksTunnelProxy extends TunnelProxy {

    private static final int VERSION = 5;
    private static final int NO_AUTHENTICATION = 0;
    private static final int USER_AND_PASSWORD = 2;
    private static final int NONE_ACCEPTED = 0xFF;
    private static final int FORBIDDEN = 2;
    private static final int HOST_UNREACHABLE = 4;
    private static final int IPV4 = 1;
    private static final int NAME = 3;

    @Override
    String scheme() {
        return "socks5";
    }

    @Override
    @Nullable
    InetSocketAddress negotiate(DataInputStream in, OutputStream out) throws IOException {
        if (in.readUnsignedByte() != VERSION) {
            return null;
        }
        int wanted = wantsUser() ? USER_AND_PASSWORD : NO_AUTHENTICATION;
        boolean offered = false;
        for (byte method : in.readNBytes(in.readUnsignedByte())) {
            offered |= method == wanted;
        }
        out.write(new byte[] { VERSION, (byte) (offered ? wanted : NONE_ACCEPTED) });
        if (!offered || wantsUser() && !logIn(in, out)) {
            return null;
        }
        in.skipNBytes(3);
        int type = in.readUnsignedByte();
        String host = type == NAME
                ? text(in)
                : InetAddress.getByAddress(in.readNBytes(type == IPV4 ? 4 : 16)).getHostAddress();
        InetSocketAddress asks = ask(host, in.readUnsignedShort());
        if (isForbidden(host)) {
            reply(out, FORBIDDEN);
            return null;
        }
        return asks;
    }

    private boolean logIn(DataInputStream in, OutputStream out) throws IOException {
        in.skipNBytes(1);
        boolean known = isUser(text(in), text(in));
        out.write(new byte[] { 1, (byte) (known ? 0 : 1) });
        return known;
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.US_ASCII);
    }

    @Override
    void answer(OutputStream out, boolean connected) throws IOException {
        reply(out, connected ? 0 : HOST_UNREACHABLE);
    }

    private static void reply(OutputStream out, int status) throws IOException {
        out.write(new byte[] { VERSION, (byte) status, 0, IPV4, 0, 0, 0, 0, 0, 0 });
        out.flush();
    }
}
