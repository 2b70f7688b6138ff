/** The checks, the state, decisions and effects. Pure: no clock, file, socket or random number. */
package io.gatehouse.server.engine;
