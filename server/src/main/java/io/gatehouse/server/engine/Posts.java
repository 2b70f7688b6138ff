package io.gatehouse.server.engine;

import io.gatehouse.server.roster.Change.EstateChange;
import io.gatehouse.server.roster.Change.GateChange;
import io.gatehouse.server.roster.Change.ModeChange;
import io.gatehouse.server.roster.Change.PolicyChange;
import io.gatehouse.server.roster.Register;
import java.util.Arrays;

/** The posts by gate number: derived, not a part of the state. */
final class Posts {
    private static final int ALL_ESTATES = 0;

    private final Register register;
    private final Policies policies;
    private final Modes modes;
    private Post[] posts = new Post[64];

    Posts(Register register, Policies policies, Modes modes) {
        this.register = register;
        this.policies = policies;
        this.modes = modes;
    }

    Post of(int gate) {
        return posts[gate];
    }

    /** Draws anew what an event that was applied has touched. */
    void follow(Event e) {
        if (e.kind == Event.Kind.GAP) {
            return;
        }
        if (e.kind != Event.Kind.CHANGE) {
            draw(e.gate);
        } else if (e.change instanceof GateChange gate) {
            draw(register.number(
                    gate.after() != null ? gate.after().gateId() : gate.before().gateId()));
        } else if (e.change instanceof ModeChange mode && !mode.gateId().isEmpty()) {
            draw(register.number(mode.gateId()));
        } else if (e.change instanceof ModeChange) {
            drawAll();
        } else if (e.change instanceof EstateChange estate) {
            drawAll(
                    estate.after() != null
                            ? estate.after().estateId()
                            : estate.before().estateId());
        } else if (e.change instanceof PolicyChange policy) {
            drawAll(policy.estateId());
        }
    }

    void drawAll() {
        drawAll(ALL_ESTATES);
    }

    /** A site folder may bring thousands of changes, and each is to cost no more than the gates that it is about. */
    private void drawAll(int estateId) {
        for (int gate = 0; gate < register.size(); gate++) {
            if (estateId == ALL_ESTATES || register.gate(gate).estateId() == estateId) {
                draw(gate);
            }
        }
    }

    private void draw(int gate) {
        if (gate < 0 || gate >= register.size()) {
            return;
        }
        if (gate >= posts.length) {
            posts = Arrays.copyOf(posts, Math.max(gate + 1, posts.length * 2));
        }
        Post post = posts[gate];
        if (post == null) {
            post = new Post();
            posts[gate] = post;
        }
        post.estateId = register.gate(gate).estateId();
        post.community = register.community(post.estateId);
        post.rules = policies.rules(post.estateId);
        post.emergency = modes.emergency(gate, post.estateId);
        post.lockdown = modes.lockdown(gate, post.estateId);
    }
}
