/** The model of a policy: groups of endpoints, their limits and windows. */
@NullMarked
package io.tallygate.limiter.policy;

import org.jspecify.annotations.NullMarked;
