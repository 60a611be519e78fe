/** The command {@code tallygate}. */
@NullMarked
package io.tallygate.command;

import org.jspecify.annotations.NullMarked;
