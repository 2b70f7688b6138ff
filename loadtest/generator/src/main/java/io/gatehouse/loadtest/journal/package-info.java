/** What a server's journal says before a run and after it, read by a reader that shares nothing with the server. */
package io.gatehouse.loadtest.journal;
