package io.gatehouse.server.engine;

/** What the checks need of a gate, drawn from register, policies and modes whenever one of them changes. */
final class Post {
    int estateId;
    int community;
    Rules rules;
    boolean emergency;
    boolean lockdown;
}
