package io.tallygate.gateway.key;

import io.tallygate.limiter.policy.LimitOverride;

/**
 * A number that somebody gave one key in place of a limit's own.
 *
 * @param reason for people; may be empty
 * @param createdSecond Unix seconds
 */
public record KeyLimit(String keyId, LimitOverride override, String reason, long createdSecond) {}
