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
package io.github.camelmqttx.internal.auth;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

import io.github.camelmqttx.EnhancedAuthentication;
import org.jspecify.annotations.Nullable;

/**
 * One exchange of SCRAM-SHA-256, without channel binding: client-first, server-first, client-final, server-final. Spec:
 * RFC 5802 section 3 and 5, RFC 7677. For one thread at a time. Messages and {@link #toString()} have no secrets.
 */
public final class ScramExchange implements EnhancedAuthentication.Exchange {

    /** Spec: RFC 7677 section 4. */
    private static final int FEWEST_ITERATIONS = 4_096;
    /** A broker must not be able to keep a worker busy for long. */
    private static final int MOST_ITERATIONS = 2_000_000;
    private static final String NO_CHANNEL_BINDING = "n,,";
    private static final String HMAC = "HmacSHA256";
    private static final int KEY_BITS = 256;

    private final String password;
    private final String nonce;
    private final String firstBare;
    private byte @Nullable [] serverSignature;
    private boolean first;

    /**
     * @param  nonce                    printable ASCII without comma, never used before
     * @throws IllegalArgumentException if user name or password has a control character
     */
    public ScramExchange(String userName, String password, String nonce) {
        this.password = normalized("password", password);
        this.nonce = nonce;
        this.firstBare = "n=" + normalized("user name", userName).replace("=", "=3D").replace(",", "=2C") + ",r=" + nonce;
    }

    private static String normalized(String what, String text) {
        String result = Normalizer.normalize(text, Normalizer.Form.NFKC);
        if (result.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the " + what + " has a control character, which SCRAM does not allow");
        }
        return result;
    }

    @Override
    public byte[] first() {
        first = true;
        return bytes(NO_CHANNEL_BINDING + firstBare);
    }

    /**
     * Answers the server-first message.
     *
     * @throws GeneralSecurityException if the broker's message is not one of SCRAM, or weakens the exchange
     */
    @Override
    public byte[] next(byte @Nullable [] data) throws GeneralSecurityException {
        if (!first || serverSignature != null) {
            throw new GeneralSecurityException("the broker asked when it was not its turn in SCRAM");
        }
        String serverFirst = text(data);
        Map<Character, String> attributes = attributes(serverFirst);
        String serverNonce = attributes.getOrDefault('r', "");
        if (attributes.containsKey('m')) {
            throw new GeneralSecurityException("the broker demands an extension of SCRAM that this client does not know");
        }
        if (!serverNonce.startsWith(nonce) || serverNonce.length() == nonce.length()) {
            throw new GeneralSecurityException("the broker's nonce does not continue that of this exchange");
        }
        byte[] salt = base64(attributes.getOrDefault('s', ""), "salt");
        byte[] saltedPassword = saltedPassword(salt, iterations(attributes.getOrDefault('i', "")));
        String withoutProof = "c=" + Base64.getEncoder().encodeToString(bytes(NO_CHANNEL_BINDING)) + ",r=" + serverNonce;
        byte[] authMessage = bytes(firstBare + "," + serverFirst + "," + withoutProof);
        byte[] clientKey = hmac(saltedPassword, bytes("Client Key"));
        byte[] storedKey = MessageDigest.getInstance("SHA-256").digest(clientKey);
        byte[] proof = xor(clientKey, hmac(storedKey, authMessage));
        serverSignature = hmac(hmac(saltedPassword, bytes("Server Key")), authMessage);
        return bytes(withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof));
    }

    /**
     * Checks the server-final message.
     *
     * @throws GeneralSecurityException if the broker has not proved that it knows the password
     */
    @Override
    public void accepted(byte @Nullable [] data) throws GeneralSecurityException {
        byte[] expected = serverSignature;
        if (expected == null) {
            throw new GeneralSecurityException("the broker accepted before SCRAM was complete, so it has proved nothing");
        }
        Map<Character, String> attributes = attributes(text(data));
        if (attributes.containsKey('e')) {
            throw new GeneralSecurityException("the broker reports the SCRAM error " + printable(attributes.get('e')));
        }
        if (!MessageDigest.isEqual(expected, base64(attributes.getOrDefault('v', ""), "signature"))) {
            throw new GeneralSecurityException(
                    "the broker's signature is wrong: it does not know the password, so it may be an impostor");
        }
    }

    private byte[] saltedPassword(byte[] salt, int iterations) throws GeneralSecurityException {
        PBEKeySpec key = new PBEKeySpec(password.toCharArray(), salt, iterations, KEY_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(key).getEncoded();
        } finally {
            key.clearPassword();
        }
    }

    private static int iterations(String text) throws GeneralSecurityException {
        int count;
        try {
            count = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new GeneralSecurityException("the broker's iteration count is not a number", e);
        }
        if (count < FEWEST_ITERATIONS || count > MOST_ITERATIONS) {
            throw new GeneralSecurityException(
                    "the broker's iteration count of " + count + " is not in the range of " + FEWEST_ITERATIONS + " to "
                                               + MOST_ITERATIONS);
        }
        return count;
    }

    private static Map<Character, String> attributes(String message) throws GeneralSecurityException {
        Map<Character, String> attributes = new LinkedHashMap<>();
        for (String part : message.split(",", -1)) {
            if (part.length() < 2 || part.charAt(1) != '=' || attributes.put(part.charAt(0), part.substring(2)) != null) {
                throw new GeneralSecurityException("the broker's data is not a message of SCRAM");
            }
        }
        return attributes;
    }

    private static byte[] base64(String text, String what) throws GeneralSecurityException {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (bytes.length > 0) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("the broker's " + what + " is not Base64", e);
        }
        throw new GeneralSecurityException("the broker has sent no " + what);
    }

    private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(HMAC);
        mac.init(new SecretKeySpec(key, HMAC));
        return mac.doFinal(data);
    }

    private static byte[] xor(byte[] one, byte[] other) {
        byte[] result = new byte[one.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (byte) (one[i] ^ other[i]);
        }
        return result;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte @Nullable [] data) throws GeneralSecurityException {
        if (data == null) {
            throw new GeneralSecurityException("the broker has sent no Authentication Data");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString();
        } catch (CharacterCodingException e) {
            throw new GeneralSecurityException("the broker's Authentication Data is not UTF-8", e);
        }
    }

    private static String printable(@Nullable String text) {
        String shown = text == null ? "" : text;
        return (shown.length() > 64 ? shown.substring(0, 64) : shown).replaceAll("\\p{Cntrl}", " ");
    }

    @Override
    public String toString() {
        return "ScramExchange";
    }
}
