/** The site folder: estates, gates, policy and the first passes, read whole or refused whole. */
package io.gatehouse.server.roster.site;
