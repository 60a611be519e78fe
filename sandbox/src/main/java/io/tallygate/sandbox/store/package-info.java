/** Files and executions as they are kept: records, and the tables in SQLite. */
@NullMarked
package io.tallygate.sandbox.store;

import org.jspecify.annotations.NullMarked;
