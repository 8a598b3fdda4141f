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
package io.github.camelmqttx.internal.client.netty;

import io.github.camelmqttx.internal.client.ProtocolVersion;
import io.github.camelmqttx.internal.client.ReasonCodes;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Follows the packet boundaries in the received bytes, in front of the decoder, so that a packet above the limit is
 * refused by its length field, before anything is collected for it. Also notices, in the first packet, what the decoder
 * cannot: a CONNACK in the shape of MQTT 3.x as the answer to a CONNECT of MQTT 5.0, and the {@link ForeignPeer}.
 * <p>
 * Findings are user events, {@link ProtocolViolation} or {@link LegacyConnack}; nothing is passed on after one.
 */
final class PacketGuard extends ChannelInboundHandlerAdapter {

    /** A CONNACK of two bytes although MQTT 5.0 was asked for. @param returnCode as MQTT 3.1.1 numbers it */
    record LegacyConnack(int returnCode) {
    }

    private static final int CONNACK = 0x20;
    private static final int MAXIMUM_LENGTH_BYTES = 4;

    private final int maximumPacketSize;
    private final boolean expectsProperties;
    /** MQTT 3.1 does not say what is in them. */
    private final boolean checksConnackFlags;

    private boolean firstPacket = true;
    private boolean closed;
    private int firstByte = -1;
    private int lengthBytes;
    private int length;
    private int remaining;
    private boolean legacyConnack;
    private boolean connackFlags;
    private int packetStart;
    private int completePackets;

    PacketGuard(int maximumPacketSize, ProtocolVersion version) {
        this.maximumPacketSize = maximumPacketSize;
        this.expectsProperties = version == ProtocolVersion.MQTT_5;
        this.checksConnackFlags = version != ProtocolVersion.MQTT_3_1;
    }

    /**
     * How many packets have come in completely; overflows. A decoder that is behind waits for bytes outside its packet.
     */
    int completePackets() {
        return completePackets;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            ctx.fireChannelRead(message);
            return;
        }
        if (closed) {
            bytes.release();
            return;
        }
        Object finding = inspect(bytes);
        if (finding == null) {
            ctx.fireChannelRead(bytes);
            return;
        }
        closed = true;
        bytes.writerIndex(packetStart);
        ctx.fireChannelRead(bytes);
        ctx.fireUserEventTriggered(finding);
    }

    private @Nullable Object inspect(ByteBuf bytes) {
        int end = bytes.writerIndex();
        int i = bytes.readerIndex();
        packetStart = i;
        while (i < end) {
            if (remaining > 0) {
                if (connackFlags) {
                    connackFlags = false;
                    if (bytes.getUnsignedByte(i) > 1) {
                        return new ProtocolViolation(
                                ReasonCodes.MALFORMED_PACKET, "sent a malformed CONNACK (reserved flags are set)");
                    }
                }
                if (legacyConnack && end - i >= remaining) {
                    return new LegacyConnack(bytes.getUnsignedByte(i + remaining - 1));
                }
                int skipped = Math.min(remaining, end - i);
                remaining -= skipped;
                i += skipped;
                completePackets += remaining == 0 ? 1 : 0;
            } else if (firstByte < 0) {
                packetStart = i;
                firstByte = bytes.getUnsignedByte(i++);
                ProtocolViolation foreign = firstPacket ? ForeignPeer.recognise(bytes, packetStart, end) : null;
                if (foreign != null) {
                    return foreign;
                }
            } else {
                ProtocolViolation violation = lengthByte(bytes.getUnsignedByte(i++));
                if (violation != null) {
                    return violation;
                }
            }
        }
        return null;
    }

    private @Nullable ProtocolViolation lengthByte(int digit) {
        length |= (digit & 0x7F) << 7 * lengthBytes;
        lengthBytes++;
        if ((digit & 0x80) != 0) {
            return lengthBytes < MAXIMUM_LENGTH_BYTES
                    ? null : new ProtocolViolation(ReasonCodes.MALFORMED_PACKET, "sent a packet with a malformed length");
        }
        long size = 1L + lengthBytes + length;
        if (size > maximumPacketSize) {
            return new ProtocolViolation(
                    ReasonCodes.PACKET_TOO_LARGE,
                    "sent a packet of " + size + " bytes, more than the " + maximumPacketSize
                                                  + " bytes of the option maximumPacketSize allow");
        }
        connackFlags = checksConnackFlags && firstPacket && firstByte == CONNACK;
        legacyConnack = firstPacket && expectsProperties && firstByte == CONNACK && length == 2;
        firstPacket = false;
        firstByte = -1;
        remaining = length;
        completePackets += remaining == 0 ? 1 : 0;
        length = 0;
        lengthBytes = 0;
        return null;
    }
}
