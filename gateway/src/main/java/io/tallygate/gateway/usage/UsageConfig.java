package io.tallygate.gateway.usage;

/**
 * Whether it is recorded who uses how much. How long and how many rows are kept is fixed: see
 * {@link Grain} and {@link UsageHistory#ROWS_MAX}.
 *
 * @param recorded where there is a database to keep it in
 */
public record UsageConfig(boolean recorded) {

  public static final UsageConfig DEFAULT = new UsageConfig(true);
}
