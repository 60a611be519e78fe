package io.tallygate.gateway.usage;

/**
 * What a caller called of a group in one hour or minute.
 *
 * @param caller a key's id, or a proven token's
 * @param startSecond the first Unix second of the hour or minute
 */
public record UsageRow(String caller, String group, long startSecond, Counts counts) {}
