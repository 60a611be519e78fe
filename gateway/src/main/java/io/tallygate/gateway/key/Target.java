package io.tallygate.gateway.key;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.gateway.key.PublishedPolicy.PublishedLimit;
import io.tallygate.limiter.policy.Limit;

/**
 * Which limit a rule is about: one of a group, or the first of every group.
 *
 * @param group its name; empty for all groups
 * @param limit the limit's name, which for a group's first limit is the group's; empty for all
 */
public record Target(String group, String limit) {

  public static final Target ALL = new Target("", "");

  private static final String ALL_TEXT = "all";

  public Target {
    boolean isNone = group.isEmpty() && limit.isEmpty();
    boolean isOne = Limit.NAME.matcher(group).matches() && Limit.NAME.matcher(limit).matches();
    require(
        isNone || isOne,
        "limit must be all, GROUP or GROUP/NAME, of a-z 0-9 . _ -: length=%s",
        group.length() + limit.length());
  }

  /** The first limit of a group. */
  public static Target of(String group) {
    return new Target(group, group);
  }

  /**
   * Reads {@code all}, {@code GROUP} or {@code GROUP/NAME}. A group that is called all is {@code
   * all/all}.
   */
  public static Target parse(String text) {
    if (text.equals(ALL_TEXT)) {
      return ALL;
    }
    int slash = text.indexOf('/');
    require(!text.isEmpty() && slash != 0, "limit must be all, GROUP or GROUP/NAME: limit=");
    return slash < 0 ? of(text) : new Target(text.substring(0, slash), text.substring(slash + 1));
  }

  public boolean isAll() {
    return group.isEmpty();
  }

  /** Whether a rule for this is one for that limit. */
  public boolean covers(PublishedLimit other) {
    return isAll() ? other.isFirst() : group.equals(other.group()) && limit.equals(other.name());
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    if (isAll()) {
      return ALL_TEXT;
    }
    return group.equals(limit) && !group.equals(ALL_TEXT) ? group : group + "/" + limit;
  }
}
