package io.tallygate.gateway.usage;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.gateway.key.Term;

/**
 * Which calls are asked for.
 *
 * @param term by the start of the hour or minute
 */
public record UsageQuery(Who who, String group, Grain grain, Term term) {

  /** The longest text that names a caller, an owner or a group. */
  public static final int NAME_MAX = 256;

  /**
   * Whose calls.
   *
   * @param caller a key's id or a proven token's; empty for all
   * @param owner an owner's id; empty for all
   */
  public record Who(String caller, String owner) {

    public static final Who ALL = new Who("", "");

    public Who {
      require(
          caller.length() <= NAME_MAX && owner.length() <= NAME_MAX,
          "key and owner must have at most %s characters",
          NAME_MAX);
    }

    public static Who caller(String id) {
      return new Who(id, "");
    }

    public static Who ownedBy(String id) {
      return new Who("", id);
    }

    public boolean isAll() {
      return caller.isEmpty() && owner.isEmpty();
    }
  }

  /** Of all groups if the group is empty. */
  public UsageQuery {
    require(group.length() <= NAME_MAX, "group must have at most %s characters", NAME_MAX);
  }

  public UsageQuery withGroup(String value) {
    return new UsageQuery(who, value, grain, term);
  }
}
