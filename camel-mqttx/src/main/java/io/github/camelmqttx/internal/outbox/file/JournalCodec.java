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
package io.github.camelmqttx.internal.outbox.file;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.github.camelmqttx.internal.client.OutgoingMessage;
import io.github.camelmqttx.internal.client.PublishProperties;
import io.github.camelmqttx.internal.client.UserProperty;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Application messages as records: flags (QoS in bits 0 and 1, then retained, properties present), when the message was
 * accepted (wall clock in milliseconds, clock of the process in nanoseconds), payload, topic, properties. Texts and
 * byte arrays are preceded by their length, an absent one has length -1. Thread-safe.
 */
final class JournalCodec {

    /** What a record is called in messages about damage. */
    static final String MESSAGE = "Message";

    private static final int FIXED = 1 + Long.BYTES + Long.BYTES;
    private static final int QOS = 0b11;
    private static final int RETAINED = 0b100;
    private static final int PROPERTIES = 0b1000;
    private static final int ABSENT = -1;

    private JournalCodec() {
    }

    /** A record that is not yet sealed. */
    static byte[] encode(OutgoingMessage message, JournalClocks clocks) {
        byte[] topic = message.topic().getBytes(UTF_8);
        byte[] payload = message.payload();
        byte[] properties = message.properties() == null ? null : encode(message.properties());
        int size = FIXED + Integer.BYTES + payload.length + Integer.BYTES + topic.length
                   + (properties == null ? 0 : properties.length);
        ByteBuffer out = Records.allocate(size);
        out.put((byte) (message.qos() | (message.isRetained() ? RETAINED : 0) | (properties == null ? 0 : PROPERTIES)));
        out.putLong(clocks.wallAt(message.acceptedNanos())).putLong(message.acceptedNanos());
        put(out, payload);
        put(out, topic);
        if (properties != null) {
            out.put(properties);
        }
        return out.array();
    }

    /** How many bytes of payload a record has that this class made. */
    static int payloadBytes(byte[] record) {
        return ByteBuffer.wrap(record).getInt(Records.HEAD + FIXED);
    }

    /**
     * The message of a record, without deadline and with nobody who waits for its outcome.
     *
     * @param  ours                    whether this process stored it, so that its own clock is right
     * @throws CorruptJournalException if the record is not what was written
     */
    static OutgoingMessage decode(long id, byte[] record, boolean ours, JournalClocks clocks)
            throws CorruptJournalException {
        ByteBuffer in = Records.open(record, id, MESSAGE);
        try {
            int flags = in.get();
            long wall = in.getLong();
            long nanos = in.getLong();
            byte[] payload = bytes(in);
            String topic = text(in);
            PublishProperties properties = (flags & PROPERTIES) == 0 ? null : properties(in);
            if (payload == null || topic == null || in.hasRemaining()) {
                throw new CorruptJournalException("Message " + id + " has parts that do not fit together");
            }
            OutgoingMessage message = new OutgoingMessage(
                    topic, payload, flags & QOS, (flags & RETAINED) != 0, properties, NoPublisher.INSTANCE,
                    OutgoingMessage.NO_DEADLINE, true);
            message.journalId(id);
            message.acceptedNanos(ours ? nanos : clocks.nanosAt(wall));
            return message;
        } catch (BufferUnderflowException | NegativeArraySizeException e) {
            throw new CorruptJournalException("Message " + id + " ends too early");
        }
    }

    private static byte[] encode(PublishProperties properties) {
        byte[] contentType = utf8(properties.contentType());
        byte[] responseTopic = utf8(properties.responseTopic());
        byte[] correlation = properties.correlationData();
        List<byte[]> user = new ArrayList<>();
        for (UserProperty property : properties.userProperties()) {
            user.add(property.name().getBytes(UTF_8));
            user.add(property.value().getBytes(UTF_8));
        }
        int size = 1 + Long.BYTES + size(contentType) + size(responseTopic) + size(correlation) + Integer.BYTES
                   + properties.subscriptionIdentifiers().size() * Integer.BYTES + Integer.BYTES
                   + user.stream().mapToInt(JournalCodec::size).sum();
        ByteBuffer out = ByteBuffer.allocate(size);
        Integer format = properties.payloadFormatIndicator();
        Long expiry = properties.messageExpiryInterval();
        out.put((byte) (format == null ? ABSENT : format)).putLong(expiry == null ? ABSENT : expiry);
        put(out, contentType);
        put(out, responseTopic);
        put(out, correlation);
        out.putInt(properties.subscriptionIdentifiers().size());
        properties.subscriptionIdentifiers().forEach(out::putInt);
        out.putInt(user.size() / 2);
        user.forEach(part -> put(out, part));
        return out.array();
    }

    private static PublishProperties properties(ByteBuffer in) throws CorruptJournalException {
        int format = in.get();
        long expiry = in.getLong();
        String contentType = text(in);
        String responseTopic = text(in);
        byte[] correlation = bytes(in);
        List<Integer> identifiers = new ArrayList<>();
        for (int left = in.getInt(); left > 0; left--) {
            identifiers.add(in.getInt());
        }
        List<UserProperty> user = new ArrayList<>();
        for (int left = in.getInt(); left > 0; left--) {
            String name = text(in);
            String value = text(in);
            if (name == null || value == null) {
                throw new CorruptJournalException("A User Property has no name or no value");
            }
            user.add(new UserProperty(name, value));
        }
        return new PublishProperties(
                format == ABSENT ? null : Integer.valueOf(format), expiry == ABSENT ? null : Long.valueOf(expiry), contentType,
                responseTopic, correlation, List.copyOf(identifiers), List.copyOf(user));
    }

    private static byte @Nullable [] utf8(@Nullable String text) {
        return text == null ? null : text.getBytes(UTF_8);
    }

    private static int size(byte @Nullable [] bytes) {
        return Integer.BYTES + (bytes == null ? 0 : bytes.length);
    }

    private static void put(ByteBuffer out, byte @Nullable [] bytes) {
        if (bytes == null) {
            out.putInt(ABSENT);
        } else {
            out.putInt(bytes.length).put(bytes);
        }
    }

    private static byte @Nullable [] bytes(ByteBuffer in) {
        int length = in.getInt();
        if (length == ABSENT) {
            return null;
        }
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static @Nullable String text(ByteBuffer in) {
        byte[] bytes = bytes(in);
        return bytes == null ? null : new String(bytes, UTF_8);
    }
}
