package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.gateway.GatewayConfig;
import io.tallygate.gateway.GatewayConfig.Authentication;
import io.tallygate.gateway.GatewayConfig.Authentication.Judge;
import io.tallygate.gateway.GatewayConfig.Bounds;
import io.tallygate.gateway.GatewayConfig.Counters;
import io.tallygate.gateway.GatewayConfig.Listen;
import io.tallygate.gateway.GatewayConfig.Switches;
import io.tallygate.gateway.GatewayConfig.Upstream;
import io.tallygate.gateway.coach.CoachConfig;
import io.tallygate.gateway.dashboard.DashboardConfig;
import io.tallygate.gateway.usage.UsageConfig;
import io.tallygate.limiter.storage.TableConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class SettingsTest {

  private static final Map<Setting, String> MEMORY =
      Map.of(Setting.COUNTERS_IN, "memory", Setting.COUNTERS, "1000000");

  @TempDir Path folder;
  private Cli cli;

  @BeforeEach
  void open() {
    cli = Cli.in(folder);
  }

  @Test
  void config_nothingSet_isTheGatewaysDefaultWithCountersInAFile() {
    GatewayConfig config = GatewaySettings.config(resolve(cli, Map.of()), "");

    Counters counters = config.bounds().counters();
    assertThat(counters.max()).isBetween(100_000, 5_000_000);
    assertThat(counters.file())
        .isEqualTo(TableConfig.of(folder.resolve("./tallygate-data/counters.tally")));
    GatewayConfig inMemory = GatewaySettings.config(resolve(cli, MEMORY), "");
    assertThat(withoutShown(inMemory)).isEqualTo(GatewayConfig.DEFAULT);
    assertThat(inMemory.sight().dashboard().isOn()).isTrue();
  }

  @Test
  void config_dashboardOff_isNone() {
    Map<Setting, String> off = Map.of(Setting.DASHBOARD, "off");
    assertThat(GatewaySettings.config(resolve(cli, off), "").sight().dashboard().isOn()).isFalse();
  }

  /** Without what the dashboard shows of the settings. */
  private static GatewayConfig withoutShown(GatewayConfig config) {
    return new GatewayConfig(
        config.listen(),
        config.upstream(),
        config.authentication(),
        config.bounds(),
        config.hour(),
        config.switches().withSight(config.sight().withDashboard(DashboardConfig.DEFAULT)));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 100000",
    "2048000019, 100000",
    "2048020480, 100001",
    "25276899328, 1234223",
    "102400000000, 5000000",
    "9000000000000, 5000000",
  })
  void counters_notSet_areAShareOfTheMachinesMemory(long bytes, int counters) {
    assertThat(CounterSettings.ofMachine(bytes)).isEqualTo(counters);
  }

  @Test
  void config_moreCountersThanTheHeapHolds_isRefusedInMemoryAndTakenInAFile() {
    Map<Setting, String> many = Map.of(Setting.COUNTERS, "50000000");
    Map<Setting, String> inMemory =
        Map.of(Setting.COUNTERS, "50000000", Setting.COUNTERS_IN, "memory");

    assertThat(GatewaySettings.config(resolve(cli, many), "").bounds().counters().max())
        .isEqualTo(50_000_000);
    if (Runtime.getRuntime().maxMemory() < 4L << 30) {
      assertThatThrownBy(() -> GatewaySettings.config(resolve(cli, inMemory), ""))
          .isInstanceOf(SettingsException.class)
          .hasMessageStartingWith("counters in memory must fit half of the heap, ")
          .hasMessageEndingWith(
              " here: counters=50000000; start with TALLYGATE_JAVA_OPTS=-Xmx3815m, or keep them in"
                  + " a file");
    }
  }

  @Test
  void config_everythingSet_isAllOfIt() {
    Map<Setting, String> given = new EnumMap<>(Setting.class);
    given.put(Setting.UPSTREAM, "http://api.example:9001/base");
    given.put(Setting.PORT, "1");
    given.put(Setting.ADMIN_PORT, "2");
    given.put(Setting.BIND, "127.0.0.2");
    given.put(Setting.ADMIN_BIND, "::1");
    given.put(Setting.AUTH, "upstream");
    given.put(Setting.KEY_HEADER, "X-Key");
    given.put(Setting.PASS_KEY, "true");
    given.put(Setting.HOUR, "20s");
    given.put(Setting.CONNECT_TIMEOUT, "3ms");
    given.put(Setting.RESPONSE_TIMEOUT, "4ms");
    given.put(Setting.UPSTREAM_CONNECTIONS, "5");
    given.put(Setting.HEAD_BYTES, "6KiB");
    given.put(Setting.BODY_BYTES, "7");
    given.put(Setting.CONNECTIONS, "8");
    given.put(Setting.IN_FLIGHT, "9");
    given.put(Setting.COUNTERS, "16");
    given.put(Setting.DATA, "kept");
    given.put(Setting.SYNC, "250ms");
    given.put(Setting.ON_LOST, "deny");
    given.put(Setting.DRAIN, "10s");
    given.put(Setting.ACCESS_LOG, "true");
    given.put(Setting.PAGE, "true");
    given.put(Setting.COACH, "off");
    given.put(Setting.USAGE, "false");

    assertThat(withoutShown(GatewaySettings.config(resolve(cli, given), "secret")))
        .isEqualTo(
            new GatewayConfig(
                new Listen("127.0.0.2", 1, "::1", 2),
                new Upstream(
                    URI.create("http://api.example:9001/base"),
                    "secret",
                    Duration.ofMillis(3),
                    Duration.ofMillis(4),
                    5),
                new Authentication(Judge.UPSTREAM, "X-Key", true),
                new Bounds(
                    6 << 10,
                    7,
                    8,
                    9,
                    new Counters(
                        16,
                        new TableConfig(
                            folder.resolve("kept/counters.tally"),
                            Duration.ofMillis(250),
                            TableConfig.OnLost.DENY)),
                    Duration.ofSeconds(10)),
                Duration.ofSeconds(20),
                new Switches(
                    true,
                    true,
                    GatewayConfig.Sight.DEFAULT
                        .withUsage(new UsageConfig(false))
                        .withCoach(new CoachConfig(false)))));
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void value_setInAllThreePlaces_isTheCommandLines(Setting setting) throws IOException {
    if (setting.isOfFile()) {
      write("tallygate.yaml", setting.text() + ": from-file");
    }
    Cli surrounded = cli.with(setting.variable(), "from-environment");
    if (setting != Setting.CONFIG) {
      assertThat(resolve(cli, Map.of()).value(setting).text()).isEqualTo("from-file");
      assertThat(resolve(cli, Map.of()).value(setting).place())
          .isEqualTo("tallygate.yaml:1:" + (setting.text().length() + 3));
      assertThat(resolve(surrounded, Map.of()).value(setting).text()).isEqualTo("from-environment");
      assertThat(resolve(surrounded, Map.of()).value(setting).place())
          .isEqualTo(setting.variable());
    }
    write("from-command-line", "");
    Files.writeString(folder.resolve("from-command-line"), "log-level: info\n");

    Settings.Value value = resolve(surrounded, Map.of(setting, "from-command-line")).value(setting);

    assertThat(value.text()).isEqualTo("from-command-line");
    assertThat(value.place()).isEqualTo("command line");
  }

  @Test
  void resolve_fileOfTheEnvironment_isRead() throws IOException {
    write("other.yaml", "port: 9");
    write("tallygate.yaml", "port: 8");

    Settings settings = resolve(cli.with("TALLYGATE_CONFIG", "other.yaml"), Map.of());

    assertThat(settings.number(Setting.PORT)).isEqualTo(9);
    assertThat(settings.value(Setting.CONFIG).text()).isEqualTo("other.yaml");
  }

  @Test
  void resolve_fileThatIsNotThere_isRefused() {
    assertThatThrownBy(() -> resolve(cli, Map.of(Setting.CONFIG, "none.yaml")))
        .isInstanceOf(SettingsException.class)
        .hasMessage("config cannot be read as UTF-8 text: config=none.yaml");
  }

  @Test
  void resolve_unknownVariable_isRefusedWithTheNearest() {
    assertThatThrownBy(() -> resolve(cli.with("TALLYGATE_PROT", "1"), Map.of()))
        .hasMessage(
            "no setting has this variable: variable=TALLYGATE_PROT;"
                + " did you mean 'TALLYGATE_PORT'?");
  }

  @ParameterizedTest
  @CsvSource({
    "TALLYGATE_JAVA_OPTS",
    "TALLYGATE_MISSING",
    "TALLYGATE_PROBE_KEY",
    "PATH",
    "tallygate_prot"
  })
  void resolve_variableOfOthers_isLeftAlone(String variable) {
    assertThat(resolve(cli.with(variable, "1"), Map.of()).number(Setting.PORT)).isEqualTo(8080);
  }

  @Test
  void config_valueOutOfRange_saysWhereItWasSet() throws IOException {
    write("tallygate.yaml", "drain: 11m");

    assertThatThrownBy(() -> GatewaySettings.config(resolve(cli, Map.of()), ""))
        .isInstanceOf(SettingsException.class)
        .hasMessage("tallygate.yaml:1:8: drain must be 0s to 10m: drain=PT11M");
    assertThatThrownBy(() -> GatewaySettings.config(resolve(cli, Map.of(Setting.DRAIN, "11m")), ""))
        .hasMessage("drain must be 0s to 10m: drain=PT11M");
    assertThatThrownBy(
            () -> GatewaySettings.config(resolve(cli.with("TALLYGATE_DRAIN", "11m"), Map.of()), ""))
        .hasMessage("TALLYGATE_DRAIN: drain must be 0s to 10m: drain=PT11M");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PORT | x | port must be a whole number: port=x",
        "PORT | 8081 | port and admin-port must differ: port=8081 admin-port=8081",
        "HOUR | 61m | hour must be whole seconds from 1s to 1h: hour=61m",
        "HOUR | 999ms | hour must be whole seconds from 1s to 1h: hour=999ms",
        "HOUR | 1500ms | hour must be whole seconds from 1s to 1h: hour=1500ms",
        "AUTH | none | auth must be issued or upstream: auth=none",
        "ACCESS_LOG | yes | access-log must be true or false: access-log=yes",
        "HEAD_BYTES | 3GiB | head-bytes must be 1024 to 1048576: head-bytes=3221225472",
        "COUNTERS | 15 | counters must be 16 to 50000000: counters=15",
        "COUNTERS | 50000001 | counters must be 16 to 50000000: counters=50000001",
        "COUNTERS_IN | disk | counters-in must be file or memory: counters-in=disk",
        "SYNC | 9ms | sync must be never or 10ms to 1h: sync=9ms",
        "SYNC | 0s | sync must be never or 10ms to 1h: sync=0s",
        "SYNC | 61m | sync must be never or 10ms to 1h: sync=61m",
        "SYNC | often | sync must be a duration, such as 250ms, 20s, 5m or 1h: sync=often",
        "ON_LOST | ask | on-lost must be allow or deny: on-lost=ask",
        "BIND | localhost | bind must be an IP address: bind=localhost",
        "ADMIN_BIND | '' | admin-bind must be an IP address: admin-bind=",
        "UPSTREAM | https://x | upstream must be http://host[:port][/path]: upstream=https://x",
        "UPSTREAM | a b | upstream must be http://host[:port][/path]: upstream=a b",
        "UPSTREAM | http://u:pw@x | upstream must have no user: what was given has one",
      })
  void config_valueOutsideItsRule_isRefused(Setting setting, String text, String message) {
    assertThatThrownBy(() -> GatewaySettings.config(resolve(cli, Map.of(setting, text)), ""))
        .isInstanceOf(SettingsException.class)
        .hasMessage(message);
  }

  @Test
  void resolve_valueThatIsNotAskedFor_holdsNobodyUp() {
    Settings settings = resolve(cli.with("TALLYGATE_PORT", "x"), Map.of());

    assertThat(settings.path(Setting.DATA)).isEqualTo(folder.resolve("./tallygate-data"));
  }

  private static Settings resolve(Cli cli, Map<Setting, String> given) {
    return Settings.resolve(given, cli.surroundings());
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text + "\n");
  }
}
