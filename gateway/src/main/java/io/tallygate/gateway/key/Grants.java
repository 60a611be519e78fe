package io.tallygate.gateway.key;

import java.util.List;
import java.util.Optional;

/**
 * What can be done with overrides: the limits that keys and owners are given. What was done is on
 * the disk when a method returns. A key's or an owner's {@link Version} grows with it.
 */
public interface Grants {

  /**
   * Gives a key or an owner a limit, in place of the one for the same target with the same
   * beginning.
   *
   * @param reason see {@link LimitGrant#reason}
   * @throws DataException if there is no such key or owner, or it has {@link
   *     LimitGrant#PER_SUBJECT_MAX}
   * @throws IllegalArgumentException if a factor's result is out of range as things stand
   */
  LimitGrant set(Subject subject, LimitRule rule, String reason);

  /**
   * Takes away what a key or an owner was given for a target, whenever it begins.
   *
   * @return what was taken away
   * @throws DataException if there is no such key or owner, or nothing to take away
   */
  List<LimitGrant> remove(Subject subject, Target target);

  /**
   * Ended ones too, the oldest first.
   *
   * @param subject empty for all
   * @throws DataException if there is no such key or owner
   */
  Page<LimitGrant> list(Optional<Subject> subject, Page.Request page);

  /**
   * Why a key's limits of a group are what they are.
   *
   * @throws DataException if there is no such key, or no server ever published its policy
   * @throws IllegalArgumentException if the policy has no such group
   */
  Explanation explain(String keyId, String group);
}
