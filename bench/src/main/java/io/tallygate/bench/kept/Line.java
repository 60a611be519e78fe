package io.tallygate.bench.kept;

/**
 * One figure of one peer, as it is printed and kept.
 *
 * @param figure what was measured
 * @param unit of value and spread
 * @param peer who
 * @param min the least of the windows, or rounds, that value is of
 * @param max the most of them
 */
public record Line(String figure, String unit, String peer, double value, double min, double max) {}
