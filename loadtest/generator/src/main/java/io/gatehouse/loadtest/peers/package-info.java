/** What a user would pick instead of this server, driven with the same scans: how each speaks, starts and is compared. */
package io.gatehouse.loadtest.peers;
