package io.tallygate.gateway;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.gateway.alert.AlertConfig;
import io.tallygate.gateway.coach.CoachConfig;
import io.tallygate.gateway.dashboard.DashboardConfig;
import io.tallygate.gateway.trace.TraceConfig;
import io.tallygate.gateway.usage.UsageConfig;
import io.tallygate.limiter.LimiterConfig;
import io.tallygate.limiter.storage.TableConfig;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a gateway runs; what it enforces is the policy's business.
 *
 * @param hour how long an hour of the policy lasts, 1 s to 1 h: shorter for watching a window end
 */
public record GatewayConfig(
    Listen listen,
    Upstream upstream,
    Authentication authentication,
    Bounds bounds,
    Duration hour,
    Switches switches) {

  public static final GatewayConfig DEFAULT =
      new GatewayConfig(
          Listen.DEFAULT,
          Upstream.DEFAULT,
          Authentication.DEFAULT,
          Bounds.DEFAULT,
          Duration.ofHours(1),
          Switches.DEFAULT);

  public Sight sight() {
    return switches.sight();
  }

  /**
   * Where the gateway listens.
   *
   * @param bind an address, or empty for all of them
   * @param port 0 to 65535; 0 takes a free one
   * @param adminBind an address; the admin port is not for the internet
   * @param adminHosts names and addresses, without a port, by which the admin port may be addressed
   *     beside loopback and {@code adminBind}; all others are refused
   */
  public record Listen(
      String bind, int port, String adminBind, int adminPort, List<String> adminHosts) {

    public static final Listen DEFAULT = new Listen("", 8080, "127.0.0.1", 8081);

    /** Without more names. */
    public Listen(String bind, int port, String adminBind, int adminPort) {
      this(bind, port, adminBind, adminPort, List.of());
    }

    public Listen {
      adminHosts = List.copyOf(adminHosts);
      for (String host : adminHosts) {
        require(
            host.matches("[A-Za-z0-9.:-]{1,253}"),
            "admin-hosts must be names or addresses without a port, with commas between them:"
                + " admin-hosts=%s",
            host);
      }
      require(port >= 0 && port <= 65_535, "port must be 0 to 65535: port=%s", port);
      require(
          adminPort >= 0 && adminPort <= 65_535,
          "admin-port must be 0 to 65535: admin-port=%s",
          adminPort);
      require(
          port != adminPort || port == 0,
          "port and admin-port must differ: port=%s admin-port=%s",
          port,
          adminPort);
    }
  }

  /**
   * The API behind the gateway.
   *
   * @param uri {@code http://host:port}; its path is put before every call's
   * @param proof the secret sent as {@code X-Tallygate-Proof}; never logged; may be empty
   * @param connectTimeout 1 ms to 60 s
   * @param responseTimeout until the head of the answer, and between two parts of it; 1 ms to 1 h
   * @param connectionsMax at the same time; a call that waits a second for one is answered 503
   */
  public record Upstream(
      URI uri,
      String proof,
      Duration connectTimeout,
      Duration responseTimeout,
      int connectionsMax) {

    public static final Upstream DEFAULT =
        new Upstream(
            URI.create("http://127.0.0.1:9000"),
            "",
            Duration.ofSeconds(2),
            Duration.ofSeconds(60),
            1_024);

    public Upstream {
      require(
          "http".equals(uri.getScheme()) && uri.getHost() != null,
          "upstream must be http://host[:port][/path]: upstream=%s",
          uri);
      require(
          uri.getUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null,
          "upstream must have no user, query or fragment: upstream=%s",
          uri.getHost());
      require(
          connectTimeout.toMillis() >= 1 && connectTimeout.toMillis() <= 60_000,
          "connect-timeout must be 1ms to 60s: connect-timeout=%s",
          connectTimeout);
      require(
          responseTimeout.toMillis() >= 1 && responseTimeout.toMillis() <= 3_600_000,
          "response-timeout must be 1ms to 1h: response-timeout=%s",
          responseTimeout);
      require(
          connectionsMax >= 1 && connectionsMax <= 65_536,
          "upstream-connections must be 1 to 65536: upstream-connections=%s",
          connectionsMax);
    }

    /** For logs: never the proof. */
    @Override
    public String toString() {
      return uri.toString();
    }
  }

  /**
   * How callers are told apart.
   *
   * @param keyHeader the field that carries the key; in {@code Authorization} behind {@code Bearer}
   * @param passKey whether the upstream sees the key too
   */
  public record Authentication(Judge judge, String keyHeader, boolean passKey) {

    public static final Authentication DEFAULT =
        new Authentication(Judge.ISSUED, "Authorization", false);

    /** Who says whether a key is valid. */
    public enum Judge {
      /** The gateway: keys are issued here. */
      ISSUED,
      /** The upstream: any bearer token may be a caller. */
      UPSTREAM
    }

    public Authentication {
      require(
          keyHeader.matches("[A-Za-z0-9-]{1,64}"),
          "key-header must be 1 to 64 of A-Z a-z 0-9 -: key-header=%s",
          keyHeader);
    }
  }

  /**
   * What is either on or off, and what is seen of calls.
   *
   * @param accessLog whether each call is logged
   * @param page whether the gateway serves the page of the policy in force, at paths of its own
   * @param sight what the operator sees of the calls
   */
  public record Switches(boolean accessLog, boolean page, Sight sight) {

    public static final Switches DEFAULT = new Switches(false, false, Sight.DEFAULT);

    public Switches withSight(Sight value) {
      return new Switches(accessLog, page, value);
    }
  }

  /** What is seen of calls, and by whom. */
  public record Sight(
      UsageConfig usage,
      TraceConfig traces,
      CoachConfig coach,
      DashboardConfig dashboard,
      AlertConfig alert) {

    public static final Sight DEFAULT =
        new Sight(
            UsageConfig.DEFAULT,
            TraceConfig.DEFAULT,
            CoachConfig.DEFAULT,
            DashboardConfig.DEFAULT,
            AlertConfig.DEFAULT);

    public Sight withUsage(UsageConfig value) {
      return new Sight(value, traces, coach, dashboard, alert);
    }

    public Sight withTraces(TraceConfig value) {
      return new Sight(usage, value, coach, dashboard, alert);
    }

    public Sight withCoach(CoachConfig value) {
      return new Sight(usage, traces, value, dashboard, alert);
    }

    public Sight withDashboard(DashboardConfig value) {
      return new Sight(usage, traces, coach, value, alert);
    }

    public Sight withAlert(AlertConfig value) {
      return new Sight(usage, traces, coach, dashboard, value);
    }
  }

  /**
   * The most of everything.
   *
   * @param headBytes of a request: its first line and its fields, 1 KiB to 1 MiB
   * @param bodyBytes of a request, 0 to 1 TiB
   * @param connections of clients at the same time
   * @param inFlight calls at the same time; one more is answered 503
   * @param counters of keys, and where they are kept
   * @param drain how long a stop waits for what is under way, 0 s to 10 min
   */
  public record Bounds(
      int headBytes,
      long bodyBytes,
      int connections,
      int inFlight,
      Counters counters,
      Duration drain) {

    public static final Bounds DEFAULT =
        new Bounds(32 << 10, 16L << 30, 16_384, 8_192, Counters.DEFAULT, Duration.ofSeconds(30));

    public Bounds {
      require(
          headBytes >= 1 << 10 && headBytes <= 1 << 20,
          "head-bytes must be 1024 to 1048576: head-bytes=%s",
          headBytes);
      require(
          bodyBytes >= 0 && bodyBytes <= 1L << 40,
          "body-bytes must be 0 to 1099511627776: body-bytes=%s",
          bodyBytes);
      require(
          connections >= 1 && connections <= 1 << 20,
          "connections must be 1 to 1048576: connections=%s",
          connections);
      require(
          inFlight >= 1 && inFlight <= 1 << 20,
          "in-flight must be 1 to 1048576: in-flight=%s",
          inFlight);
      require(
          !drain.isNegative() && drain.toMillis() <= 600_000,
          "drain must be 0s to 10m: drain=%s",
          drain);
    }
  }

  /**
   * The keys' counters.
   *
   * @param max how many find room for sure, {@link LimiterConfig#COUNTERS_MIN} to {@link
   *     LimiterConfig#COUNTERS_MAX}; a file that is there keeps its own number
   * @param file where they outlive the process; null for memory alone
   */
  public record Counters(int max, @Nullable TableConfig file) {

    public static final Counters DEFAULT = ofMemory(1_000_000);

    public Counters {
      require(
          max >= LimiterConfig.COUNTERS_MIN && max <= LimiterConfig.COUNTERS_MAX,
          "counters must be %s to %s: counters=%s",
          LimiterConfig.COUNTERS_MIN,
          LimiterConfig.COUNTERS_MAX,
          max);
    }

    /** Counters that end with the process. */
    public static Counters ofMemory(int max) {
      return new Counters(max, null);
    }
  }
}
