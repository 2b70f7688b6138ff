/** Listener, frames, the wire's encoding, and the one place that closes. */
package io.gatehouse.server.transport;
