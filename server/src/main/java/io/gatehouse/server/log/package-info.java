/** How the log looks, what of it is left out, and how it is counted. Alone knows Logback. */
package io.gatehouse.server.log;
