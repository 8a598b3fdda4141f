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

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/** The broker's side of one exchange of SCRAM-SHA-256 with one known user. Written apart from the client's side. */
public final class ScramServer {

    private static final int ITERATIONS = 4_096;

    private final String userName;
    private final byte[] salted;
    private final byte[] salt = "pinch of salt".getBytes(StandardCharsets.UTF_8);
    private String clientFirstBare = "";
    private String serverFirst = "";

    public ScramServer(String userName, String password) throws GeneralSecurityException {
        this.userName = Normalizer.normalize(userName, Normalizer.Form.NFKC);
        this.salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(new PBEKeySpec(
                Normalizer.normalize(password, Normalizer.Form.NFKC).toCharArray(), salt, ITERATIONS, 256)).getEncoded();
    }

    /** Answers client-first with server-first; null if it is not of the user. */
    public byte @Nullable [] first(byte[] clientFirst) {
        String text = new String(clientFirst, StandardCharsets.UTF_8);
        if (!text.startsWith("n,,n=")) {
            return null;
        }
        clientFirstBare = text.substring(3);
        String name = clientFirstBare.substring(2, clientFirstBare.indexOf(",r=")).replace("=2C", ",").replace("=3D", "=");
        String nonce = clientFirstBare.substring(clientFirstBare.indexOf(",r=") + 3);
        serverFirst = "r=" + nonce + "server,s=" + Base64.getEncoder().encodeToString(salt) + ",i=" + ITERATIONS;
        return name.equals(userName) ? serverFirst.getBytes(StandardCharsets.UTF_8) : null;
    }

    /** Answers client-final with server-final; null if its proof is wrong. */
    public byte @Nullable [] last(byte[] clientFinal) throws GeneralSecurityException {
        String text = new String(clientFinal, StandardCharsets.UTF_8);
        byte[] proof = Base64.getDecoder().decode(text.substring(text.lastIndexOf(",p=") + 3));
        byte[] storedKey = sha256(hmac(salted, "Client Key"));
        byte[] mask = hmac(storedKey, authMessage(text));
        byte[] clientKey = new byte[mask.length];
        for (int i = 0; i < clientKey.length && i < proof.length; i++) {
            clientKey[i] = (byte) (proof[i] ^ mask[i]);
        }
        return Arrays.equals(storedKey, sha256(clientKey)) ? signature(clientFinal) : null;
    }

    /** The server-final message, whether the proof is right or not. */
    public byte[] signature(byte[] clientFinal) throws GeneralSecurityException {
        byte[] signature = hmac(hmac(salted, "Server Key"), authMessage(new String(clientFinal, StandardCharsets.UTF_8)));
        return ("v=" + Base64.getEncoder().encodeToString(signature)).getBytes(StandardCharsets.UTF_8);
    }

    private String authMessage(String clientFinal) {
        return clientFirstBare + "," + serverFirst + "," + clientFinal.substring(0, clientFinal.lastIndexOf(",p="));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] sha256(byte[] data) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(data);
    }
}
