/** Passes in an in-memory Chronicle Map, and the rows that estates, gates and passes are made of. */
package io.gatehouse.server.roster;
