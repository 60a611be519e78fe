package io.tallygate.gateway.admin;

import io.javalin.config.RoutesConfig;

/** What else the admin port serves, beside health, metrics and the API. */
public interface Site extends AutoCloseable {

  /**
   * Adds its routes. The fields of {@link AdminServer} are set before they run, and may be set
   * anew.
   */
  void addTo(RoutesConfig routes);

  /** Lets go of what would keep the server from stopping. */
  @Override
  void close();
}
