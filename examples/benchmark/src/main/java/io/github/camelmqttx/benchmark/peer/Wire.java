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
package io.github.camelmqttx.benchmark.peer;

/** Packet types, Variable Byte Integers and MQTT 5 properties on plain byte arrays. Stateless. */
public final class Wire {
    public static final int CONNECT = 1;
    public static final int CONNACK = 2;
    public static final int PUBLISH = 3;
    public static final int PUBACK = 4;
    public static final int PUBREC = 5;
    public static final int PUBREL = 6;
    public static final int PUBCOMP = 7;
    public static final int SUBSCRIBE = 8;
    public static final int SUBACK = 9;
    public static final int UNSUBSCRIBE = 10;
    public static final int UNSUBACK = 11;
    public static final int PINGREQ = 12;
    public static final int PINGRESP = 13;
    public static final int DISCONNECT = 14;

    static final int PROPERTY_SUBSCRIPTION_IDENTIFIER = 0x0B;
    static final int PROPERTY_RECEIVE_MAXIMUM = 0x21;

    private Wire() {
    }

    public static int unsignedShort(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
    }

    /** The Variable Byte Integer at {@code at}, at most four bytes of which are read. */
    static int variableInteger(byte[] bytes, int at) {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            byte b = bytes[at + i];
            value |= (b & 0x7F) << 7 * i;
            if (b >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("Variable Byte Integer longer than four bytes");
    }

    /** The number of bytes that {@code value} takes as a Variable Byte Integer. */
    public static int variableIntegerLength(int value) {
        if (value < 1 << 7) {
            return 1;
        }
        if (value < 1 << 14) {
            return 2;
        }
        return value < 1 << 21 ? 3 : 4;
    }

    /** Writes {@code value} at {@code at} and returns the position after it. */
    public static int putVariableInteger(byte[] bytes, int at, int value) {
        int rest = value;
        int position = at;
        while (rest > 0x7F) {
            bytes[position++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[position++] = (byte) rest;
        return position;
    }

    /**
     * The value of the first numeric property {@code wanted} in the properties from {@code from} to {@code to}, or
     * {@code absent} if there is none.
     */
    static int numericProperty(byte[] bytes, int from, int to, int wanted, int absent) {
        int at = from;
        while (at < to) {
            int identifier = bytes[at++];
            if (identifier == wanted) {
                return identifier == PROPERTY_SUBSCRIPTION_IDENTIFIER
                        ? variableInteger(bytes, at) : unsignedShort(bytes, at);
            }
            at += propertyLength(bytes, at, identifier);
        }
        return absent;
    }

    private static int propertyLength(byte[] bytes, int at, int identifier) {
        switch (identifier) {
            case 0x01, 0x17, 0x19, 0x24, 0x25, 0x28, 0x29, 0x2A:
                return 1;
            case 0x13, PROPERTY_RECEIVE_MAXIMUM, 0x22, 0x23:
                return 2;
            case 0x02, 0x11, 0x18, 0x27:
                return 4;
            case PROPERTY_SUBSCRIPTION_IDENTIFIER:
                return variableIntegerLength(variableInteger(bytes, at));
            case 0x03, 0x08, 0x09, 0x12, 0x15, 0x16, 0x1A, 0x1C, 0x1F:
                return 2 + unsignedShort(bytes, at);
            case 0x26:
                int name = 2 + unsignedShort(bytes, at);
                return name + 2 + unsignedShort(bytes, at + name);
            default:
                throw new IllegalArgumentException("Unknown property 0x" + Integer.toHexString(identifier));
        }
    }
}
