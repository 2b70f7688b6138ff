/** A second reader of the journal, written from docs/JOURNAL.md alone. */
package io.gatehouse.checker;
