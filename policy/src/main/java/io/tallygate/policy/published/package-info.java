/** A published page of rate limits, as it is found, made a policy. */
@NullMarked
package io.tallygate.policy.published;

import org.jspecify.annotations.NullMarked;
