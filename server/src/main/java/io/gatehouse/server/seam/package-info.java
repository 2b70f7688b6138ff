/** What the process takes from outside: time and chance. The disk's seam stands in {@code journal}, the socket's in {@code session}. */
package io.gatehouse.server.seam;
