package io.gatehouse.client;

import com.google.protobuf.ByteString;
import io.gatehouse.proto.v1.Direction;

/**
 * A scan and where it stood in its stream. A later stream renumbers it; {@link StreamHistory} knows how.
 *
 * @param epoch how many streams this session had begun before
 */
record ScanPlace(int epoch, long sequence, ByteString passId, Direction direction) {}
