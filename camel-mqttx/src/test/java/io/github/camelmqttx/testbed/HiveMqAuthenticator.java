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

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Optional;

import com.hivemq.extension.sdk.api.auth.EnhancedAuthenticator;
import com.hivemq.extension.sdk.api.auth.parameter.EnhancedAuthConnectInput;
import com.hivemq.extension.sdk.api.auth.parameter.EnhancedAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.EnhancedAuthOutput;
import com.hivemq.extension.sdk.api.packets.connect.ConnectPacket;
import com.hivemq.extension.sdk.api.packets.general.DisconnectedReasonCode;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Lets one user in, by password or by SCRAM-SHA-256, again and again; one for each client. */
final class HiveMqAuthenticator implements EnhancedAuthenticator {

    private static final String METHOD = "SCRAM-SHA-256";

    private final String user;
    private final String password;
    private @Nullable ScramServer server;

    HiveMqAuthenticator(String user, String password) {
        this.user = user;
        this.password = password;
    }

    @Override
    public void onConnect(EnhancedAuthConnectInput input, EnhancedAuthOutput output) {
        ConnectPacket connect = input.getConnectPacket();
        Optional<String> method = connect.getAuthenticationMethod();
        if (method.isEmpty() && isRight(connect)) {
            output.authenticateSuccessfully();
        } else if (method.isEmpty()) {
            output.failAuthentication(DisconnectedReasonCode.BAD_USER_NAME_OR_PASSWORD);
        } else if (method.get().equals(METHOD)) {
            begin(bytes(connect.getAuthenticationData()), output);
        } else {
            output.failAuthentication(DisconnectedReasonCode.BAD_AUTHENTICATION_METHOD);
        }
    }

    private boolean isRight(ConnectPacket connect) {
        return connect.getUserName().filter(user::equals).isPresent()
                && connect.getPassword().map(bytes -> UTF_8.decode(bytes).toString()).filter(password::equals).isPresent();
    }

    @Override
    public void onReAuth(EnhancedAuthInput input, EnhancedAuthOutput output) {
        begin(bytes(input.getAuthPacket().getAuthenticationData()), output);
    }

    @Override
    public void onAuth(EnhancedAuthInput input, EnhancedAuthOutput output) {
        byte[] proof;
        try {
            proof = server == null ? null : server.last(bytes(input.getAuthPacket().getAuthenticationData()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SCRAM cannot be calculated here", e);
        }
        server = null;
        if (proof == null) {
            output.failAuthentication(DisconnectedReasonCode.NOT_AUTHORIZED, "the proof is wrong");
        } else {
            output.authenticateSuccessfully(proof);
        }
    }

    private void begin(byte[] first, EnhancedAuthOutput output) {
        byte[] challenge;
        try {
            server = new ScramServer(user, password);
            challenge = server.first(first);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SCRAM cannot be calculated here", e);
        }
        if (challenge == null) {
            output.failAuthentication(DisconnectedReasonCode.NOT_AUTHORIZED, "unknown user");
        } else {
            output.continueAuthentication(challenge);
        }
    }

    private static byte[] bytes(Optional<ByteBuffer> data) {
        return data.map(buffer -> {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        }).orElse(new byte[0]);
    }
}
