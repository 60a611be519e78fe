/** What a response says about its caller's limits, read from whatever fields it has. */
@NullMarked
package io.tallygate.client.field;

import org.jspecify.annotations.NullMarked;
