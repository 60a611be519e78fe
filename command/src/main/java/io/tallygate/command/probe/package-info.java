/** Reads off a live API what its limits really are. */
@NullMarked
package io.tallygate.command.probe;

import org.jspecify.annotations.NullMarked;
