package io.tallygate.gateway.dashboard;

import io.tallygate.gateway.key.Role;

/**
 * One page, or one thing that a page does.
 *
 * @param path behind {@link Dashboard#ROOT}, with parameters as {@code {key}}
 * @param role the least that is needed; who has less neither sees nor does it
 */
record Route(Method method, String path, Role role, Work work) {

  enum Method {
    /** Shows. */
    GET,
    /** Does; only with a form of the session's. */
    POST
  }

  /** Does it. */
  interface Work {
    Answer of(Visit visit);
  }

  static Route page(String path, Work work) {
    return page(path, Role.READ, work);
  }

  static Route page(String path, Role role, Work work) {
    return new Route(Method.GET, path, role, work);
  }

  static Route action(String path, Role role, Work work) {
    return new Route(Method.POST, path, role, work);
  }

  String fullPath() {
    return Dashboard.ROOT + path;
  }
}
