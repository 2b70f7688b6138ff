package io.gatehouse.loadtest.peers;

import io.gatehouse.loadtest.link.Dialect;
import io.gatehouse.loadtest.wire.ScanFrame;

/** MQTT 3.1.1: each scan is published with QoS 1 on its gate's topic; its answer is the PUBACK, which knows no verdict. */
final class MqttDialect implements Dialect {
    private static final int CONNECT = 0x10;
    private static final int CONNACK = 0x20;
    private static final int PUBLISH_QOS_1 = 0x32;
    private static final int PUBACK = 0x40;
    private static final int LARGEST_ID = 0xffff;
    /** Both answers that come are of 4 bytes. */
    private static final int ANSWER_BYTES = 4;

    private final String client;
    /** What a PUBLISH begins with, up to the packet id. */
    private final byte[] head;

    MqttDialect(int gate) {
        client = "gate-" + gate;
        String topic = "g/" + gate;
        head = new Bytes()
                .u8(PUBLISH_QOS_1)
                .u8(0)
                .u16(topic.length())
                .text(topic)
                .array();
    }

    @Override
    public int maxScanBytes() {
        return head.length + 2 + ScanFrame.MAX_BYTES;
    }

    @Override
    public byte[] greeting() {
        Bytes body = new Bytes().u16(4).text("MQTT").u8(4);
        // A clean session, and no keep-alive.
        body.u8(2).u16(0).u16(client.length()).text(client);
        return new Bytes().u8(CONNECT).u8(body.size()).raw(body.array()).array();
    }

    @Override
    public int encode(ScanFrame scan, byte[] out, int at) {
        System.arraycopy(head, 0, out, at, head.length);
        int id = at + head.length;
        Bytes.putShort(out, id, packetId(scan.sequence));
        int end = scan.encode(out, id + 2);
        // Under 128, so one byte says it.
        out[at + 1] = (byte) (end - at - 2);
        return end;
    }

    /** 1 to 65,535, over and over. */
    static int packetId(long sequence) {
        return 1 + (int) ((sequence - 1) % LARGEST_ID);
    }

    @Override
    public int decode(byte[] in, int from, int to, Heard heard) {
        int at = from;
        for (; to - at >= ANSWER_BYTES; at += ANSWER_BYTES) {
            int kind = in[at] & 0xf0;
            int value = Bytes.getShort(in, at + 2);
            if (in[at + 1] != 2 || kind != PUBACK && kind != CONNACK) {
                heard.wrong("a packet of kind 0x%02x came, of %d bytes".formatted(kind, in[at + 1]));
                return to;
            }
            if (kind == CONNACK && (value & 0xff) != 0) {
                heard.wrong("the broker refuses the connection: return code " + (value & 0xff));
                return to;
            }
            if (kind == CONNACK) {
                heard.open();
            } else if (value == packetId(heard.due())) {
                heard.arrived();
            } else {
                heard.wrong("a PUBACK of packet %d came where %d was due".formatted(value, packetId(heard.due())));
                return to;
            }
        }
        return at;
    }
}
