package io.tallygate.gateway.usage;

/**
 * One of those who call most.
 *
 * @param calls within the last minute, admitted or not: never less than they were
 * @param overBy by how many they may be too many; 0 while there are few callers
 */
public record HeavyCaller(String caller, long calls, long overBy) {}
