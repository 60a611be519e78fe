/** Executions: who comes next, what runs, and what became of it. */
@NullMarked
package io.tallygate.sandbox.execution;

import org.jspecify.annotations.NullMarked;
