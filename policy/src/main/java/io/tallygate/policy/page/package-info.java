/** The customers' page: what a policy says to those who call the API. */
@NullMarked
package io.tallygate.policy.page;

import org.jspecify.annotations.NullMarked;
