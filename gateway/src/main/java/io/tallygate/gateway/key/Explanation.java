package io.tallygate.gateway.key;

import io.tallygate.gateway.key.Resolution.Resolved;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a key's limits of a group are what they are.
 *
 * @param owner whose overrides spoke, an id; null if the key has none
 * @param plan whose rules spoke, a name; null if neither the key nor its owner has one
 * @param second at which they are so, Unix seconds
 * @param limits of the group, its first limit first
 * @param nextChangeSecond when a rule begins or ends next, {@link Term#NO_END} for never
 */
public record Explanation(
    String key,
    @Nullable String owner,
    @Nullable String plan,
    long second,
    List<Resolved> limits,
    long nextChangeSecond) {

  public Explanation {
    limits = List.copyOf(limits);
  }
}
