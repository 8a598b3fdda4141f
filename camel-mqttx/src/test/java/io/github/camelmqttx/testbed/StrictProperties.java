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

import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The properties of packets that a server sends. Pure. Spec: 5.0 section 2.2.2.2. */
final class StrictProperties {

    private enum Format {
        FLAG,
        TWO,
        FOUR,
        VARIABLE,
        TEXT,
        BINARY,
        PAIR
    }

    private record Rule(Format format, Set<PacketType> packets) {
    }

    private static final int SUBSCRIPTION_IDENTIFIER = 0x0B;
    private static final int RECEIVE_MAXIMUM = 0x21;
    private static final int TOPIC_ALIAS = 0x23;
    private static final int USER_PROPERTY = 0x26;
    private static final int MAXIMUM_PACKET_SIZE = 0x27;
    private static final Map<Integer, Rule> RULES = new HashMap<>();

    static {
        rule(0x01, Format.FLAG, PacketType.PUBLISH);
        rule(0x02, Format.FOUR, PacketType.PUBLISH);
        rule(0x03, Format.TEXT, PacketType.PUBLISH);
        rule(0x08, Format.TEXT, PacketType.PUBLISH);
        rule(0x09, Format.BINARY, PacketType.PUBLISH);
        rule(SUBSCRIPTION_IDENTIFIER, Format.VARIABLE, PacketType.PUBLISH);
        rule(0x11, Format.FOUR, PacketType.CONNACK);
        rule(0x12, Format.TEXT, PacketType.CONNACK);
        rule(0x13, Format.TWO, PacketType.CONNACK);
        rule(0x15, Format.TEXT, PacketType.CONNACK);
        rule(0x16, Format.BINARY, PacketType.CONNACK);
        rule(0x1A, Format.TEXT, PacketType.CONNACK);
        rule(0x1C, Format.TEXT, PacketType.CONNACK, PacketType.DISCONNECT);
        RULES.put(0x1F, new Rule(Format.TEXT, EnumSet.complementOf(EnumSet.of(PacketType.PUBLISH))));
        rule(RECEIVE_MAXIMUM, Format.TWO, PacketType.CONNACK);
        rule(0x22, Format.TWO, PacketType.CONNACK);
        rule(TOPIC_ALIAS, Format.TWO, PacketType.PUBLISH);
        rule(0x24, Format.FLAG, PacketType.CONNACK);
        rule(0x25, Format.FLAG, PacketType.CONNACK);
        RULES.put(USER_PROPERTY, new Rule(Format.PAIR, EnumSet.allOf(PacketType.class)));
        rule(MAXIMUM_PACKET_SIZE, Format.FOUR, PacketType.CONNACK);
        rule(0x28, Format.FLAG, PacketType.CONNACK);
        rule(0x29, Format.FLAG, PacketType.CONNACK);
        rule(0x2A, Format.FLAG, PacketType.CONNACK);
    }

    private StrictProperties() {
    }

    private static void rule(int id, Format format, PacketType... packets) {
        RULES.put(id, new Rule(format, Set.of(packets)));
    }

    /**
     * A property length of 1, and one that ends within the last property, are let pass as Netty's codec does: it counts
     * the length field itself as well, and where the packet ends does not depend on it. A property that belongs to
     * another packet is demanded to be refused in PUBLISH only; elsewhere nothing follows from it.
     *
     * @throws MalformedPacketException if the properties that come next are not allowed
     */
    static void check(PacketType type, PacketReader body) {
        int begin = body.position();
        int length = body.variable();
        if (length > 1) {
            body.require(length);
        }
        Set<Integer> seen = new HashSet<>();
        while (body.position() - begin < length) {
            int id = body.variable();
            Rule rule = RULES.get(id);
            boolean demanded = type == PacketType.PUBLISH;
            if (rule == null || demanded && !rule.packets().contains(type)) {
                throw new MalformedPacketException("property " + id + " does not belong there");
            }
            if (!seen.add(id) && id != USER_PROPERTY && id != SUBSCRIPTION_IDENTIFIER) {
                throw new MalformedPacketException("property " + id + " twice");
            }
            checkValue(type, id, value(rule.format(), body));
        }
    }

    private static void checkValue(PacketType type, int id, long value) {
        if (id == TOPIC_ALIAS && type == PacketType.PUBLISH) {
            throw new MalformedPacketException("a Topic Alias, which was not allowed");
        }
        boolean positive = id == SUBSCRIPTION_IDENTIFIER || id == RECEIVE_MAXIMUM || id == MAXIMUM_PACKET_SIZE;
        if (positive && value == 0) {
            throw new MalformedPacketException("property " + id + " of 0");
        }
    }

    private static long value(Format format, PacketReader properties) {
        return switch (format) {
            case FLAG -> flag(properties.one());
            case TWO -> properties.two();
            case FOUR -> properties.four();
            case VARIABLE -> properties.variable();
            case TEXT -> properties.text().length();
            case BINARY -> properties.binary().length;
            case PAIR -> properties.text().length() + properties.text().length();
        };
    }

    private static int flag(int value) {
        if (value > 1) {
            throw new MalformedPacketException("a flag with value " + value);
        }
        return value;
    }
}
