/**
 * What the server counts, and whether it is well. The hot meters are plain arrays, one instance for each writing thread;
 * the catalogue says what each figure means; the exposition sums them when somebody asks. Alone knows Micrometer.
 */
package io.gatehouse.server.metrics;
