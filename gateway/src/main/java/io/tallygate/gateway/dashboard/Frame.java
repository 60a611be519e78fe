package io.tallygate.gateway.dashboard;

import io.tallygate.gateway.dashboard.session.Notice;
import io.tallygate.gateway.key.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands around each page.
 *
 * @param section where the page belongs; null for those that belong nowhere
 * @param person who looks at it; null before somebody has logged in
 * @param notice what is to be said once
 * @param sections that there are
 */
record Frame(
    String title,
    @Nullable Section section,
    @Nullable Person person,
    Optional<Notice> notice,
    Assets assets,
    List<Section> sections) {

  /** Of a page that belongs nowhere. */
  static Frame of(String title, @Nullable Person person, Assets assets) {
    List<Section> all =
        Arrays.stream(Section.values()).filter(one -> one != Section.DELIVERIES).toList();
    return new Frame(title, null, person, Optional.empty(), assets, all);
  }

  /**
   * Who is logged in.
   *
   * @param formToken what forms must bear
   */
  record Person(String name, Role role, String formToken) {

    boolean may(Role needed) {
      return role.includes(needed);
    }

    String roleWord() {
      return role.name().toLowerCase(Locale.ROOT);
    }
  }

  boolean isIn(Section one) {
    return section == one;
  }
}
