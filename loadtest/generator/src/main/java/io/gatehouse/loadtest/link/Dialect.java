package io.gatehouse.loadtest.link;

import io.gatehouse.loadtest.wire.ScanFrame;

/**
 * Another protocol than ours, on one connection: scans go out, answers come back in their order. All calls come from
 * one event loop; what comes by a scan makes no object.
 */
public interface Dialect {
    /** No scan takes more bytes; up to 4,096. */
    int maxScanBytes();

    /** What is sent as soon as the connection stands. */
    byte[] greeting();

    /**
     * Writes one scan.
     *
     * @param out has {@link #maxScanBytes} left at {@code at}
     * @return where it ends
     */
    int encode(ScanFrame scan, byte[] out, int at);

    /**
     * Takes what is whole of the bytes from {@code from} up to {@code to}, and tells what it means.
     *
     * @return up to where it took them; the rest comes again with what follows it
     */
    int decode(byte[] in, int from, int to, Heard heard);

    /** What a dialect hears from the other side. */
    interface Heard {
        /** The connection is ready for scans. */
        void open();

        /** Bytes that the protocol wants sent back; they leave at the end of the read. */
        void reply(byte[] bytes);

        /** The number of the scan that is to be answered next, from 1. */
        long due();

        /**
         * The scan that is due has its answer.
         *
         * @param verdict as numbered in the protocol
         */
        void answer(int verdict);

        /** The scan that is due has arrived; nobody says a verdict. */
        void arrived();

        /** The other side complained, or said what it may not say: the connection ends. */
        void wrong(String words);
    }
}
