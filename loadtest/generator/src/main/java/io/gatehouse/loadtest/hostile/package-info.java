/** Gates that break the protocol on purpose, and whether a server sends them away. */
package io.gatehouse.loadtest.hostile;
