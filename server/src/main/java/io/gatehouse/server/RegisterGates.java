package io.gatehouse.server;

import io.gatehouse.server.journal.GateNumbers;
import io.gatehouse.server.roster.Register;

/** Gate ids of a journal by the register that is being folded from it. */
final class RegisterGates implements GateNumbers {
    private final Register register;

    RegisterGates(Register register) {
        this.register = register;
    }

    @Override
    public int numberOf(byte[] utf8, int offset, int length) {
        return register.numberOf(utf8, offset, length);
    }

    @Override
    public byte[] idOf(int number) {
        return register.gateId(number);
    }
}
