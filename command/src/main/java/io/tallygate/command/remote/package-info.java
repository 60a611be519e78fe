/** A server's admin API, asked from elsewhere. */
@NullMarked
package io.tallygate.command.remote;

import org.jspecify.annotations.NullMarked;
