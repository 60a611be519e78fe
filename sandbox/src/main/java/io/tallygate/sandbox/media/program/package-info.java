/** Installed programs, run with limits and killed with all that they start. */
@NullMarked
package io.tallygate.sandbox.media.program;

import org.jspecify.annotations.NullMarked;
