package io.tallygate.servlet;

import io.tallygate.policy.PolicyFile;
import io.tallygate.policy.door.PolicyLimits;

/** The policy of one moment: a call has the same from its match to its answer. */
record Version(PolicyFile file, PolicyLimits limits) {}
