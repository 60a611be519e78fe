/** From a method and a path to the one endpoint of the policy that they mean. */
@NullMarked
package io.tallygate.limiter.match;

import org.jspecify.annotations.NullMarked;
