package io.tallygate.gateway.coach;

/**
 * Whether callers are coached.
 *
 * @param on takes up to 40 MiB when thousands of keys call
 */
public record CoachConfig(boolean on) {

  public static final CoachConfig DEFAULT = new CoachConfig(true);
}
