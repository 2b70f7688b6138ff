package io.gatehouse.loadtest.site;

import com.google.protobuf.ByteString;

/**
 * A gate as its device knows itself.
 *
 * @param id as in the gate register, 1 to 64 characters
 * @param estate the estate it stands in, from 1
 * @param token the bytes it authenticates with
 */
public record Gate(String id, int estate, ByteString token) {}
