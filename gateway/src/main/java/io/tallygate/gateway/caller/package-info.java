/** Whom a call is counted for: a key, a token that the upstream judges, a client address. */
@NullMarked
package io.tallygate.gateway.caller;

import org.jspecify.annotations.NullMarked;
