package io.tallygate.gateway.usage;

import java.util.Optional;

/**
 * All that is told of usage.
 *
 * @param now empty where it is not recorded
 */
public record Usage(Optional<UsageNow> now, UsageHistory history) {}
