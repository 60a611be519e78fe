package io.tallygate.command;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.command.Settings.Value;
import io.tallygate.gateway.GatewayConfig;
import io.tallygate.gateway.GatewayConfig.Authentication;
import io.tallygate.gateway.GatewayConfig.Authentication.Judge;
import io.tallygate.gateway.GatewayConfig.Bounds;
import io.tallygate.gateway.GatewayConfig.Listen;
import io.tallygate.gateway.GatewayConfig.Sight;
import io.tallygate.gateway.GatewayConfig.Switches;
import io.tallygate.gateway.GatewayConfig.Upstream;
import io.tallygate.gateway.coach.CoachConfig;
import io.tallygate.gateway.dashboard.DashboardConfig;
import io.tallygate.gateway.trace.TraceConfig;
import io.tallygate.gateway.usage.UsageConfig;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Makes the gateway's configuration of what is set. */
final class GatewaySettings {

  private final Settings settings;

  private GatewaySettings(Settings settings) {
    this.settings = settings;
  }

  /**
   * The whole configuration.
   *
   * @param proof what the upstream is shown; no setting, for settings are no secrets
   * @throws SettingsException saying what is out of range, and where it was set
   */
  static GatewayConfig config(Settings settings, String proof) {
    try {
      return new GatewaySettings(settings).config(proof);
    } catch (IllegalArgumentException e) {
      throw new SettingsException(blame(settings, String.valueOf(e.getMessage())));
    }
  }

  private GatewayConfig config(String proof) {
    Duration hour = settings.duration(Setting.HOUR);
    require(
        hour.equals(Duration.ofSeconds(hour.toSeconds()))
            && hour.toSeconds() >= 1
            && hour.toSeconds() <= 3_600,
        "hour must be whole seconds from 1s to 1h: hour=%s",
        Quantity.text(hour));
    return new GatewayConfig(
        listen(),
        upstream(proof),
        authentication(),
        bounds(),
        hour,
        new Switches(isOn(Setting.ACCESS_LOG), isOn(Setting.PAGE), sight()));
  }

  private Sight sight() {
    return new Sight(
        new UsageConfig(isOn(Setting.USAGE)),
        traces(),
        new CoachConfig(isOn(Setting.COACH)),
        dashboard(),
        AlertSettings.of(settings));
  }

  /** With all settings of a server as they may be shown. */
  private DashboardConfig dashboard() {
    List<DashboardConfig.Setting> shown =
        Setting.ofServer().stream()
            .map(
                setting -> {
                  Value value = settings.value(setting);
                  return new DashboardConfig.Setting(
                      setting.text(), value.shown(setting), value.place());
                })
            .toList();
    return new DashboardConfig(
        settings.text(Setting.DASHBOARD).equals("on"), Version.text(), shown);
  }

  private TraceConfig traces() {
    boolean off = settings.text(Setting.TRACES).equals("off");
    String ratio = settings.text(Setting.TRACE_RATIO);
    require(
        ratio.matches("0|1|[01]\\.[0-9]{1,9}"),
        "trace-ratio must be 0 to 1, such as 0.05: trace-ratio=%s",
        ratio);
    return new TraceConfig(off ? null : settings.uri(Setting.TRACES), Double.parseDouble(ratio));
  }

  private Listen listen() {
    return new Listen(
        settings.text(Setting.BIND),
        settings.number(Setting.PORT),
        settings.text(Setting.ADMIN_BIND),
        settings.number(Setting.ADMIN_PORT),
        adminHosts());
  }

  private List<String> adminHosts() {
    return Stream.of(settings.text(Setting.ADMIN_HOSTS).split(",", -1))
        .map(String::strip)
        .filter(host -> !host.isEmpty())
        .toList();
  }

  private Upstream upstream(String proof) {
    URI uri =
        settings.isSet(Setting.UPSTREAM)
            ? settings.uri(Setting.UPSTREAM)
            : GatewayConfig.DEFAULT.upstream().uri();
    return new Upstream(
        uri,
        proof,
        settings.duration(Setting.CONNECT_TIMEOUT),
        settings.duration(Setting.RESPONSE_TIMEOUT),
        settings.number(Setting.UPSTREAM_CONNECTIONS));
  }

  private Authentication authentication() {
    Judge judge = Judge.valueOf(settings.text(Setting.AUTH).toUpperCase(Locale.ROOT));
    return new Authentication(judge, settings.text(Setting.KEY_HEADER), isOn(Setting.PASS_KEY));
  }

  private Bounds bounds() {
    long headBytes = settings.size(Setting.HEAD_BYTES);
    require(
        headBytes <= Integer.MAX_VALUE,
        "head-bytes must be 1024 to 1048576: head-bytes=%s",
        headBytes);
    return new Bounds(
        (int) headBytes,
        settings.size(Setting.BODY_BYTES),
        settings.number(Setting.CONNECTIONS),
        settings.number(Setting.IN_FLIGHT),
        CounterSettings.of(settings),
        settings.duration(Setting.DRAIN));
  }

  private boolean isOn(Setting setting) {
    return settings.isOn(setting);
  }

  /** The records' messages name settings as {@code name=value}: says where those were set. */
  private static String blame(Settings settings, String message) {
    for (Setting setting : Setting.values()) {
      Value value = settings.value(setting);
      if (message.matches("(?s).*[: ]" + setting.text() + "=.*")
          && !value.messagePrefix().isEmpty()) {
        return value.messagePrefix() + message;
      }
    }
    return message;
  }
}
