/** The way of a call: from the head it begins with to the header fields of its response. */
@NullMarked
package io.tallygate.gateway.proxy;

import org.jspecify.annotations.NullMarked;
