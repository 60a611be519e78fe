/** What every door that enforces a policy does alike: the gateway's, and a service's own. */
@NullMarked
package io.tallygate.policy.door;

import org.jspecify.annotations.NullMarked;
