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

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * What an authority tells about revoked certificates over HTTP: an OCSP responder and a revocation list. Thread-safe.
 * Spec: RFC 6960 section 4.2.1, RFC 5280 section 4.2.1.13.
 */
public final class RevocationServer implements AutoCloseable {

    private static final String OCSP = "/ocsp/";
    private static final String LIST = "/list.crl";
    private static final int SEQUENCE = 0x30;

    private final Authority authority;
    private final HttpServer server;
    private final List<Identity> revoked = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile boolean ocspDown;
    private volatile boolean listDown;

    public RevocationServer(Authority authority) {
        this.authority = authority;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen", e);
        }
        server.createContext(OCSP, this::ocsp);
        server.createContext(LIST, exchange -> answer(exchange, "list", listDown, () -> authority
                .revocationListDer(Instant.now().plus(Duration.ofDays(1)), revoked.toArray(Identity[]::new))));
        server.start();
    }

    public void revoke(Identity identity) {
        revoked.add(identity);
    }

    /** Answers with HTTP status 503 from now on. */
    public void down(boolean ocsp, boolean list) {
        ocspDown = ocsp;
        listDown = list;
    }

    /** What has been asked so far: {@code ocsp} or {@code list}. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Authority Information Access, and CRL Distribution Points. */
    byte[] extensions() {
        byte[] ocsp = Der.sequence(Der.sequence(Der.oid("1.3.6.1.5.5.7.48.1"), Der.ascii(0x86, uri(OCSP))));
        byte[] list = Der.sequence(Der.sequence(Der.explicit(0, Der.explicit(0, Der.ascii(0x86, uri(LIST))))));
        return Der.concat(Authority.extension("1.3.6.1.5.5.7.1.1", false, ocsp),
                Authority.extension("2.5.29.31", false, list));
    }

    private String uri(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void ocsp(HttpExchange exchange) throws IOException {
        byte[] request = "GET".equals(exchange.getRequestMethod())
                ? Base64.getDecoder().decode(URLDecoder.decode(
                        exchange.getRequestURI().getRawPath().substring(OCSP.length()), StandardCharsets.UTF_8))
                : exchange.getRequestBody().readAllBytes();
        answer(exchange, "ocsp", ocspDown, () -> response(request));
    }

    private interface Content {

        byte[] get();
    }

    private void answer(HttpExchange exchange, String what, boolean down, Content content) throws IOException {
        requests.add(what);
        byte[] body = down ? new byte[0] : content.get();
        exchange.sendResponseHeaders(down ? 503 : 200, down ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            if (!down) {
                out.write(body);
            }
        }
        exchange.close();
    }

    /** Good or revoked, for the one certificate that a request asks for. */
    private byte[] response(byte[] request) {
        Instant now = Instant.now();
        byte[] id = certificateId(request);
        boolean bad = revoked.stream().map(each -> each.certificate().getSerialNumber()).anyMatch(serial(id)::equals);
        byte[] status = bad
                ? Der.value(0xA1, Der.longTime(now.minus(Duration.ofHours(1)))) : Der.value(0x80, new byte[0]);
        byte[] single = Der.sequence(id, status, Der.longTime(now.minusSeconds(60)),
                Der.explicit(0, Der.longTime(now.plus(Duration.ofDays(1)))));
        byte[] responder = authority.identity().certificate().getSubjectX500Principal().getEncoded();
        byte[] data = Der.sequence(Der.explicit(1, responder), Der.longTime(now), Der.sequence(single));
        byte[] basic = authority.sign(data);
        return Der.sequence(Der.value(0x0A, new byte[] { 0 }),
                Der.explicit(0, Der.sequence(Der.oid("1.3.6.1.5.5.7.48.1.1"), Der.octets(basic))));
    }

    /** The first CertID: OCSPRequest, TBSRequest, requestList, and Request are nested sequences around it. */
    private static byte[] certificateId(byte[] request) {
        ByteBuffer in = ByteBuffer.wrap(request);
        for (int level = 0; level < 4; level++) {
            length(in, SEQUENCE);
        }
        int begin = in.position();
        int length = length(in, SEQUENCE);
        byte[] id = new byte[in.position() - begin + length];
        in.position(begin).get(id);
        return id;
    }

    /** After the algorithm and two hashes. */
    private static BigInteger serial(byte[] certificateId) {
        ByteBuffer in = ByteBuffer.wrap(certificateId);
        length(in, SEQUENCE);
        for (int tag : new int[] { SEQUENCE, 0x04, 0x04 }) {
            int length = length(in, tag);
            in.position(in.position() + length);
        }
        byte[] number = new byte[length(in, 0x02)];
        in.get(number);
        return new BigInteger(number);
    }

    private static int length(ByteBuffer in, int tag) {
        int found = in.get() & 0xFF;
        if (found != tag) {
            throw new IllegalArgumentException("Tag " + found + " in place of " + tag);
        }
        int length = in.get() & 0xFF;
        if (length < 0x80) {
            return length;
        }
        int value = 0;
        for (int bytes = length & 0x7F; bytes > 0; bytes--) {
            value = value << 8 | in.get() & 0xFF;
        }
        return value;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
