package io.tallygate.gateway.usage;

/**
 * What was called in one hour or minute.
 *
 * @param startSecond its first Unix second
 */
public record Moment(long startSecond, Counts counts) {}
