package io.tallygate.gateway.dashboard;

import java.util.List;

/**
 * Whether there is a dashboard, and what it says of the server that it belongs to.
 *
 * @param isOn whether the admin port serves it
 * @param version of Tallygate
 * @param settings as they are in force, without secrets
 */
public record DashboardConfig(boolean isOn, String version, List<Setting> settings) {

  /** On, and with nothing to tell of settings. */
  public static final DashboardConfig DEFAULT = new DashboardConfig(true, "", List.of());

  public static final DashboardConfig OFF = new DashboardConfig(false, "", List.of());

  /**
   * A setting in force.
   *
   * @param value as it may be shown: no secret
   * @param place where it was set
   */
  public record Setting(String name, String value, String place) {}

  public DashboardConfig {
    settings = List.copyOf(settings);
  }
}
