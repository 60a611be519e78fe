package io.tallygate.gateway.dashboard;

import io.tallygate.gateway.dashboard.session.Notice;
import io.tallygate.gateway.key.Role;
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
 * @param sections that there are for this person
 */
record Frame(
    String title,
    @Nullable Section section,
    @Nullable Person person,
    Optional<Notice> notice,
    Assets assets,
    List<Section> sections) {

  /** Of a page for whoever it is, who is not known yet. */
  static Frame of(String title, Assets assets) {
    return new Frame(title, null, null, Optional.empty(), assets, List.of());
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

  boolean has(Section one) {
    return sections.contains(one);
  }

  boolean isIn(Section one) {
    return section == one;
  }
}
