/** HTTP for operators, on a loopback address and threads of its own. Alone knows Javalin. */
package io.gatehouse.server.admin;
