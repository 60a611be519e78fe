package io.tallygate.command;

import io.tallygate.gateway.GatewayConfig;
import io.tallygate.gateway.alert.AlertConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything that can be set, once: the options of the commands, the names in the environment and
 * in the file, {@code tallygate config} and the reference page are all made from this table.
 */
enum Setting {
  UPSTREAM("URL", Kind.URL, "", "The API behind the gateway: http://host[:port][/path]."),
  POLICY(
      "FILE|videogen",
      Kind.TEXT,
      "",
      "The limits: a policy file, or the name of one that comes with Tallygate."
          + " A changed file is taken over while the server runs."),
  PORT(
      "N",
      Kind.NUMBER,
      Integer.toString(GatewayConfig.DEFAULT.listen().port()),
      "Where callers connect. 0 takes a free port."),
  ADMIN_PORT(
      "N",
      Kind.NUMBER,
      Integer.toString(GatewayConfig.DEFAULT.listen().adminPort()),
      "Where /healthz, /readyz, /metrics and the admin API are. 0 takes a free port."),
  BIND(
      "ADDRESS",
      Kind.ADDRESS,
      GatewayConfig.DEFAULT.listen().bind(),
      "The IP address on which callers are served. Without it, or empty: all of them."),
  ADMIN_BIND(
      "ADDRESS",
      Kind.ADDRESS,
      GatewayConfig.DEFAULT.listen().adminBind(),
      "The IP address of the admin port, 0.0.0.0 for all. It is not for the internet."),
  ADMIN_HOSTS(
      "NAMES",
      Kind.TEXT,
      "",
      "Names and addresses, with commas between, by which the admin port may be addressed beside"
          + " loopback and admin-bind; requests for others are refused."),
  DATA(
      "FOLDER",
      Kind.TEXT,
      "./tallygate-data",
      "Where keys, counters and the proof are kept; made if it is not there."),
  DB(
      "URL",
      Kind.DATABASE,
      "",
      "Where keys are kept instead: postgres://user:password@host:port/name, percent-encoded."
          + " Better in the environment or a file, for the command line is seen by others."),
  AUTH(
      "issued|upstream",
      Kind.AUTH,
      GatewayConfig.DEFAULT.authentication().judge().name().toLowerCase(Locale.ROOT),
      "Who judges keys: issued, they are made by `tallygate key create`;"
          + " upstream, the API answers 401 to those that it does not know."),
  KEY_HEADER(
      "NAME",
      Kind.TEXT,
      GatewayConfig.DEFAULT.authentication().keyHeader(),
      "The header field that carries the key; in Authorization behind Bearer."),
  PASS_KEY(
      "true|false",
      Kind.SWITCH,
      Boolean.toString(GatewayConfig.DEFAULT.authentication().passKey()),
      "Whether the API behind the gateway sees the key too."),
  PAGE(
      "true|false",
      Kind.SWITCH,
      Boolean.toString(GatewayConfig.DEFAULT.switches().page()),
      "Whether the page of the policy in force is served: /docs/rate-limits, .md and .json behind"
          + " it, /llms.txt and /llms-full.txt. If so, these paths never reach the API."),
  DASHBOARD(
      "on|off", Kind.ON_OFF, "on", "Whether the admin port serves the dashboard, at /dashboard."),
  USAGE(
      "true|false",
      Kind.SWITCH,
      Boolean.toString(GatewayConfig.DEFAULT.switches().sight().usage().recorded()),
      "Whether it is recorded who calls how much: hours for 90 days, minutes of the busiest for a"
          + " day, at most 20 million rows."),
  HOUR(
      "DURATION",
      Kind.DURATION,
      Quantity.text(GatewayConfig.DEFAULT.hour()),
      "How long every hour of the policy lasts, 1s to 1h: shorter to watch a window end."),
  CONNECT_TIMEOUT(
      "DURATION",
      Kind.DURATION,
      Quantity.text(GatewayConfig.DEFAULT.upstream().connectTimeout()),
      "How long a connection to the API may take to open, 1ms to 1m."),
  RESPONSE_TIMEOUT(
      "DURATION",
      Kind.DURATION,
      Quantity.text(GatewayConfig.DEFAULT.upstream().responseTimeout()),
      "How long the API may be silent, before its answer and within it, 1ms to 1h."),
  UPSTREAM_CONNECTIONS(
      "N",
      Kind.NUMBER,
      Integer.toString(GatewayConfig.DEFAULT.upstream().connectionsMax()),
      "Connections to the API at the same time, 1 to 65536."),
  HEAD_BYTES(
      "SIZE",
      Kind.SIZE,
      Quantity.text(GatewayConfig.DEFAULT.bounds().headBytes()),
      "The most that a request's first line and fields may have, 1KiB to 1MiB."),
  BODY_BYTES(
      "SIZE",
      Kind.SIZE,
      Quantity.text(GatewayConfig.DEFAULT.bounds().bodyBytes()),
      "The most that a request's body may have, 0 to 1024GiB."),
  CONNECTIONS(
      "N",
      Kind.NUMBER,
      Integer.toString(GatewayConfig.DEFAULT.bounds().connections()),
      "Connections of callers at the same time, 1 to 1048576."),
  IN_FLIGHT(
      "N",
      Kind.NUMBER,
      Integer.toString(GatewayConfig.DEFAULT.bounds().inFlight()),
      "Calls at the same time, 1 to 1048576; one more is answered 503."),
  COUNTERS(
      "N",
      Kind.NUMBER,
      "",
      "How many counters find room for sure, 16 to 50000000; about 40 bytes each, taken at the"
          + " start. Without it: 1/512 of the machine's memory, 100000 to 5000000 of them. A file"
          + " that is there keeps its own number, see `tallygate table resize`."),
  COUNTERS_IN(
      "file|memory",
      Kind.COUNTERS_IN,
      "file",
      "Where counters are: counters.tally in the data folder, which loses nothing when the server"
          + " is killed; or memory, which ends with it."),
  SYNC(
      "never|DURATION",
      Kind.SYNC,
      "1s",
      "How often the file of counters is written to the disk, 10ms to 1h: what a death of the"
          + " machine loses is what was counted since. With never the system writes it when it"
          + " likes."),
  ON_LOST(
      "allow|deny",
      Kind.ON_LOST,
      "allow",
      "What becomes of calls whose counters were lost with the machine: allow counts them from 0;"
          + " deny answers 503 until the longest window has passed."),
  DRAIN(
      "DURATION",
      Kind.DURATION,
      Quantity.text(GatewayConfig.DEFAULT.bounds().drain()),
      "How long a stop waits for the calls under way, 0s to 10m."),
  COACH(
      "on|off",
      Kind.ON_OFF,
      GatewayConfig.DEFAULT.switches().sight().coach().on() ? "on" : "off",
      "Whether it is looked for what callers could do better: `tallygate coach KEY` tells. Takes up"
          + " to 40 MiB."),
  ACCESS_LOG(
      "true|false",
      Kind.SWITCH,
      Boolean.toString(GatewayConfig.DEFAULT.switches().accessLog()),
      "Whether each call is logged, without secrets."),
  ALERT_PRIVATE(
      "true|false",
      Kind.SWITCH,
      "false",
      "Whether alerts may go to loopback and private networks, also by http. Without it: by https"
          + " to public addresses only."),
  ALERT_EXPIRING(
      "DURATION",
      Kind.DURATION,
      Quantity.text(AlertConfig.DEFAULT.expiring()),
      "How long before its end a key is told of, 1h to 2160h."),
  ALERT_DOWN_AFTER(
      "DURATION",
      Kind.DURATION,
      Quantity.text(AlertConfig.DEFAULT.downAfter()),
      "How long no call must have been answered for the API to be told of as down, 1s to 10m."),
  ALERT_SPAN(
      "DURATION",
      Kind.DURATION,
      Quantity.text(AlertConfig.DEFAULT.span()),
      "For how long a limit is told of once that has no windows, or shorter ones, 1s to 1h."),
  TRACES(
      "off|URL",
      Kind.TRACES,
      "off",
      "Where spans of calls are sent, by OTLP over HTTP: http://host:4318. With off the fields"
          + " traceparent and tracestate pass to the API as they came."),
  TRACE_RATIO(
      "RATIO",
      Kind.RATIO,
      "1",
      "How many of the calls that come without a trace are traced, 0 to 1; those that come with one"
          + " are traced as it says."),
  LOG_LEVEL("LEVEL", Kind.LEVEL, "info", "The least that is logged: error, warn, info or debug."),
  ADMIN_URL(
      "URL",
      Kind.URL,
      "",
      "For commands: the admin port of a running server, which is asked in place of the database:"
          + " http://host:port."),
  ADMIN_TOKEN_FILE(
      "FILE",
      Kind.TEXT,
      "",
      "For commands: a file with the admin token for admin-url. Or set the variable"
          + " TALLYGATE_ADMIN_TOKEN to the token itself."),
  CONFIG(
      "FILE",
      Kind.TEXT,
      "",
      "A file of settings, one `name: value` a line. Without it tallygate.yaml is read, if it is"
          + " in the working folder.");

  /** What a value must look like. */
  enum Kind {
    TEXT,
    URL,
    DATABASE,
    ADDRESS,
    NUMBER,
    SIZE,
    DURATION,
    SWITCH,
    ON_OFF,
    AUTH,
    COUNTERS_IN,
    SYNC,
    ON_LOST,
    TRACES,
    RATIO,
    LEVEL;

    /** The words that may stand there; empty if it is not a choice. */
    List<String> words() {
      return switch (this) {
        case SWITCH -> List.of("true", "false");
        case ON_OFF -> List.of("on", "off");
        case AUTH -> List.of("issued", "upstream");
        case COUNTERS_IN -> List.of("file", "memory");
        case ON_LOST -> List.of("allow", "deny");
        case LEVEL -> List.of("error", "warn", "info", "debug");
        default -> List.of();
      };
    }
  }

  private final String label;
  private final Kind kind;
  private final String defaultText;
  private final String help;

  Setting(String label, Kind kind, String defaultText, String help) {
    this.label = label;
    this.kind = kind;
    this.defaultText = defaultText;
    this.help = help;
  }

  /** As in a file, and behind {@code --}: {@code admin-port}. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String option() {
    return "--" + text();
  }

  /** As in the environment: {@code TALLYGATE_ADMIN_PORT}. */
  String variable() {
    return VARIABLE_PREFIX + name();
  }

  /** What stands for the value in help. */
  String label() {
    return label;
  }

  Kind kind() {
    return kind;
  }

  String defaultText() {
    return defaultText;
  }

  String help() {
    return help;
  }

  /** Whether a file of settings may have it. */
  boolean isOfFile() {
    return this != CONFIG;
  }

  static final String VARIABLE_PREFIX = "TALLYGATE_";

  static List<Setting> all() {
    return List.of(values());
  }

  /** Those of a server; commands ask one by the others. */
  static List<Setting> ofServer() {
    return Arrays.stream(values()).filter(setting -> !ofCommands().contains(setting)).toList();
  }

  /** By which commands find a server. */
  static List<Setting> ofCommands() {
    return List.of(ADMIN_URL, ADMIN_TOKEN_FILE);
  }

  static Optional<Setting> byText(String text) {
    return Arrays.stream(values()).filter(setting -> setting.text().equals(text)).findFirst();
  }

  static Optional<Setting> byVariable(String name) {
    return Arrays.stream(values()).filter(setting -> setting.variable().equals(name)).findFirst();
  }
}
