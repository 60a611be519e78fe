/** What the parts of the gateway that look on are told of each call. */
@NullMarked
package io.tallygate.gateway.call;

import org.jspecify.annotations.NullMarked;
