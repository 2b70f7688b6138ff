package io.gatehouse.server.engine;

import io.gatehouse.server.roster.Change.EstateChange;
import io.gatehouse.server.roster.Change.GateChange;
import io.gatehouse.server.roster.Register;
import java.io.DataOutput;
import java.io.IOException;

/** Estates and gates as a fold. */
final class Registered implements Fold {
    private final Register register = new Register();

    Register register() {
        return register;
    }

    @Override
    public void apply(Event e) {
        if (e.change instanceof EstateChange change) {
            register.apply(change, e.version);
        } else if (e.change instanceof GateChange change) {
            register.apply(change, e.version);
        }
    }

    @Override
    public void write(DataOutput out) throws IOException {
        register.write(out);
    }
}
