package io.tallygate.gateway.dashboard;

import java.util.List;

/** What this server is set to, which version it is, and what it has at the moment. */
final class SettingsPage {

  private final DashboardConfig config;
  private final Sources sources;

  SettingsPage(DashboardConfig config, Sources sources) {
    this.config = config;
    this.sources = sources;
  }

  /** All of it. */
  record Shown(
      String version, List<DashboardConfig.Setting> settings, List<Sources.Figure> figures) {}

  Answer show(Visit visit) {
    Shown shown = new Shown(config.version(), config.settings(), sources.node().figures().get());
    return Framed.page(
        "Settings",
        Section.SETTINGS,
        (frame, out) -> JtesettingsGenerated.render(out, Html.PLAIN, frame, shown));
  }
}
