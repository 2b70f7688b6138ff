/**
 * What a device maker links to put a gate on the network.
 *
 * <pre>{@code
 * try (GateClient client = GateClient.builder()
 *         .servers("gatehouse.example:7400")
 *         .gateId("0171-02")
 *         .token(secret)
 *         .build()) {
 *     client.start();
 *     client.scan(passId, DIRECTION_ENTRY, OptionalInt.of(366), MEDIUM_QR)
 *             .thenAccept(result -> door.open(result.allowed()))
 *             .join();
 * }
 * }</pre>
 *
 * <p>{@link io.gatehouse.client.GateClient} is a thin wrapper of Netty around
 * {@link io.gatehouse.client.GateSession}, which has the protocol and no socket.
 */
package io.gatehouse.client;
