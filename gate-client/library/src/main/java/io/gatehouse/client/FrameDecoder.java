package io.gatehouse.client;

import com.google.protobuf.InvalidProtocolBufferException;
import io.gatehouse.proto.v1.ServerMessage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import java.util.List;

/** Takes frames apart: a minimal varint of at most 3 bytes, then 1 to 65,536 bytes of {@code ServerMessage}. */
final class FrameDecoder extends ByteToMessageDecoder {
    static final int MAX_FRAME = 65_536;

    private static final int MAX_LENGTH_BYTES = 3;

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        int length = 0;
        int start = in.readerIndex();
        for (int i = 0; ; i++) {
            if (i == in.writerIndex() - start) {
                return;
            }
            byte b = in.getByte(start + i);
            length |= (b & 0x7f) << 7 * i;
            if (b >= 0) {
                check(length, i, b);
                if (in.readableBytes() >= i + 1 + length) {
                    in.skipBytes(i + 1);
                    out.add(parse(in.readSlice(length)));
                }
                return;
            }
            if (i + 1 == MAX_LENGTH_BYTES) {
                throw new CorruptedFrameException("a frame length of more than 3 bytes");
            }
        }
    }

    private static void check(int length, int index, byte last) {
        if (length == 0 || (index > 0 && last == 0)) {
            throw new CorruptedFrameException("a frame length that is 0 or padded");
        }
        if (length > MAX_FRAME) {
            throw new CorruptedFrameException("a frame of " + length + " bytes, at most " + MAX_FRAME);
        }
    }

    private static ServerMessage parse(ByteBuf frame) {
        try {
            return ServerMessage.parseFrom(frame.nioBuffer());
        } catch (InvalidProtocolBufferException broken) {
            throw new CorruptedFrameException("a frame that does not parse: " + broken.getMessage(), broken);
        }
    }

    /** Returns whether the beginning of a further frame has been read. */
    boolean withinFrame() {
        return actualReadableBytes() > 0;
    }
}
