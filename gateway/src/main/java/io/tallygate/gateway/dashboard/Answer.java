package io.tallygate.gateway.dashboard;

import io.tallygate.gateway.dashboard.session.Notice;

/** What comes of a visit. */
sealed interface Answer {

  /** A page, or a part of one. */
  record Shown(int status, Html html) implements Answer {}

  /**
   * It was done; the page that says so is elsewhere, so that to load it again does nothing.
   *
   * @param notice says what was done, at the path where it leads
   */
  record Done(Notice notice) implements Answer {}

  static Answer of(Html html) {
    return new Shown(200, html);
  }

  static Answer done(String path, String text) {
    return new Done(Notice.of(path, text));
  }
}
