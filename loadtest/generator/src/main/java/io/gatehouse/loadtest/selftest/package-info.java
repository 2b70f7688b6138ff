/** The generator against what is known: does it report the delays that there were, and what is its own limit. */
package io.gatehouse.loadtest.selftest;
