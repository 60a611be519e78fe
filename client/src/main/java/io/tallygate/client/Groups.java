package io.tallygate.client;

import io.tallygate.client.field.Standing;
import io.tallygate.client.field.Standing.LimitStanding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Which endpoints share limits. Guarded by the ledger's lock. */
final class Groups {

  /*
   * An endpoint belongs to, the first that applies:
   *
   *   the user's group     GroupRule names it
   *   the policies' group  its last answer named limits (RateLimit-Policy, RateLimit): endpoints
   *                        with the same names share them
   *   a seen group         it was seen to move together with another (Together)
   *   a group of its own
   *
   * At most ENDPOINTS_MAX endpoints are remembered; the one that was not asked for longest is
   * forgotten, and learned anew.
   */

  static final int ENDPOINTS_MAX = 4_096;

  private final ClientConfig config;
  private final Map<Target, Group> byEndpoint = new LinkedHashMap<>(64, 0.75f, true);
  private final Map<Target, Group> byName = new LinkedHashMap<>(64, 0.75f, true);
  private final Together together = new Together();

  Groups(ClientConfig config) {
    this.config = config;
  }

  Group of(Target target) {
    Group known = byEndpoint.get(target);
    if (known != null) {
      return known;
    }
    Group made = make(target.endpoint());
    put(byEndpoint, target, made);
    return made;
  }

  /** The group that an answer of this endpoint speaks of; {@code group} is where it was sent. */
  Group learn(Target target, Group group, Standing standing) {
    if (target.isNamed()) {
      return group;
    }
    String names =
        standing.limits().stream()
            .map(LimitStanding::name)
            .filter(name -> !name.isEmpty())
            .sorted()
            .collect(Collectors.joining(", "));
    Group known = names.isEmpty() ? seen(target, standing) : named(target, names);
    put(byEndpoint, target, known);
    return known;
  }

  private Group seen(Target target, Standing standing) {
    return switch (together.learn(target, standing, byEndpoint)) {
      case AS_BEFORE -> of(target);
      case JOINED -> of(Objects.requireNonNull(together.partner));
      case PARTED -> make(target.endpoint());
    };
  }

  private Group named(Target target, String names) {
    Target key = target.at(names);
    Group known = byName.get(key);
    if (known == null) {
      known = make(names);
      put(byName, key, known);
    }
    return known;
  }

  Collection<Group> all() {
    Set<Group> all = new LinkedHashSet<>(byEndpoint.values());
    all.addAll(byName.values());
    return new ArrayList<>(all);
  }

  private Group make(String name) {
    return new Group(name, config, config.surroundings().dice().getAsDouble());
  }

  private static void put(Map<Target, Group> map, Target target, Group group) {
    map.put(target, group);
    for (Iterator<Group> groups = map.values().iterator(); map.size() > ENDPOINTS_MAX; ) {
      groups.next();
      groups.remove();
    }
  }
}
