package io.gatehouse.server.engine;

import io.gatehouse.proto.v1.Command;

/**
 * The mode that a {@code Command} set at a gate.
 *
 * @param kind {@code Command.Kind} number: LOCKDOWN, EMERGENCY_OPEN or NORMAL
 * @param commandId of the command that set it; 0 where none ever did
 */
record GateMode(int kind, long commandId) {
    static final GateMode NEVER_SET = new GateMode(Command.Kind.KIND_NORMAL_VALUE, 0);
}
