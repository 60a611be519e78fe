package io.tallygate.command;

import io.tallygate.gateway.alert.AlertConfig;
import io.tallygate.gateway.alert.AlertConfig.Destinations;

/** Makes the configuration of alerts of what is set. */
final class AlertSettings {

  private AlertSettings() {}

  static AlertConfig of(Settings settings) {
    return new AlertConfig(
        destinations(settings),
        settings.duration(Setting.ALERT_EXPIRING),
        settings.duration(Setting.ALERT_DOWN_AFTER),
        settings.duration(Setting.ALERT_SPAN));
  }

  /** Where alerts may go. */
  static Destinations destinations(Settings settings) {
    return settings.isOn(Setting.ALERT_PRIVATE) ? Destinations.PRIVATE : Destinations.PUBLIC;
  }
}
