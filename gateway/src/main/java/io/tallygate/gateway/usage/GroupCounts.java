package io.tallygate.gateway.usage;

/**
 * What was called of a group.
 *
 * @param group of the policy; for calls without a key what they are limited by, such as {@code
 *     failed-keys}; empty for calls whose head could not be read
 */
public record GroupCounts(String group, Counts counts) {}
