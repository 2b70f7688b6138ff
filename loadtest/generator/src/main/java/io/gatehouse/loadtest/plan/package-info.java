/** What a run is going to do, fixed before it starts: who comes when to which gate, and the right answer to each scan. */
package io.gatehouse.loadtest.plan;
