/** Reads and writes protobuf's wire format by hand where an object for each message is too much. */
package io.gatehouse.proto.wire;
