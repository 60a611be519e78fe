package io.tallygate.gateway.admin;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.tallygate.gateway.admin.ApiProblem.Code;
import io.tallygate.gateway.coach.Coach;
import io.tallygate.gateway.database.AdminStore;
import io.tallygate.gateway.metrics.Scrape;
import io.tallygate.gateway.usage.Usage;
import io.tallygate.gateway.usage.trial.Trials;
import io.tallygate.limiter.clock.Ticker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The admin port: {@code /healthz}, {@code /readyz}, {@code /metrics}, the API, and sites. */
public final class AdminServer implements AutoCloseable {

  private static final String TEXT = "text/plain; charset=utf-8";

  private static final int THREADS =
      22; // one accepts, one selects, ten work for the API, six for sites
  private static final int CONNECTIONS_MAX = 256;
  private static final int HEAD_BYTES_MAX = 16 << 10;
  private static final int SEND_BYTES_MAX = 128 << 10; // that wait in the kernel for one client
  private static final int IDLE_MILLIS = 15_000; // longer than a drain waits

  /** No page has any business here: nothing is cached, framed, sniffed or told on. */
  private static final Map<String, String> SECURITY_FIELDS =
      Map.of(
          "Cache-Control", "no-store",
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Referrer-Policy", "no-referrer",
          "X-Content-Type-Options", "nosniff");

  private final Javalin server;
  private final ServerConnector connector;
  private final Served served;

  private AdminServer(Javalin server, ServerConnector connector, Served served) {
    this.server = server;
    this.connector = connector;
    this.served = served;
  }

  /**
   * What is asked of the gateway.
   *
   * @param trouble why the gateway should get no calls; empty if it should
   * @param metrics of the field {@code Accept}, empty without one
   */
  public record Health(Supplier<String> trouble, Function<String, Scrape> metrics) {}

  /**
   * Where it listens, and as whom.
   *
   * @param hosts names and addresses that may stand in {@code Host}, beside loopback and address
   */
  public record Place(InetSocketAddress address, List<String> hosts) {

    /** As whom it may be addressed. */
    public Hosts known() {
      return new Hosts(address.getAddress().getHostAddress(), hosts);
    }
  }

  /**
   * What the API administers and shows.
   *
   * @param store closed with the server
   * @param usage not closed with it
   * @param coach not closed with it
   */
  public record Kept(AdminStore store, Usage usage, Trials trials, Coach coach) {}

  /**
   * What is served.
   *
   * @param kept for the API; without it there is none
   * @param sites closed with the server
   */
  public record Parts(Health health, Optional<Kept> kept, List<Site> sites) {

    public Parts {
      sites = List.copyOf(sites);
    }
  }

  /**
   * Starts listening, without sites.
   *
   * @param kept for the API; without it there is none
   * @throws IOException if the port cannot be had
   */
  public static AdminServer start(Place place, Health health, Optional<Kept> kept, Ticker ticker)
      throws IOException {
    return start(place, new Parts(health, kept, List.of()), ticker);
  }

  /**
   * Starts listening.
   *
   * @throws IOException if the port cannot be had
   */
  public static AdminServer start(Place place, Parts parts, Ticker ticker) throws IOException {
    Hosts hosts = place.known();
    Guard guard = new Guard(ticker);
    AdminApi api = parts.kept().map(one -> new AdminApi(one, hosts, guard, ticker)).orElse(null);
    Served served = new Served(parts.health(), api, parts.sites());
    ServerConnector[] connector = new ServerConnector[1];
    Javalin server =
        Javalin.create(
            config -> {
              configure(config);
              config.jetty.addConnector(
                  (jetty, http) -> connector[0] = connector(jetty, http, place.address()));
              routes(config.routes, guard, served);
            });
    try {
      server.start();
    } catch (RuntimeException e) {
      served.sites().forEach(Site::close);
      server.stop();
      served.close();
      throw new IOException("admin port cannot be had", cause(e));
    }
    return new AdminServer(server, connector[0], served);
  }

  /** What stands behind the routes; without the API there is only health. */
  private record Served(Health health, @Nullable AdminApi api, List<Site> sites) {

    private void close() {
      if (api != null) {
        api.close();
      }
    }
  }

  private static Throwable cause(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.startupWatcherEnabled = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.http.prefer405over404 = true;
    config.http.maxRequestSize = AdminApi.BODY_BYTES_MAX + 1;
    config.router.ignoreTrailingSlashes = false;
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 1);
    threads.setName("tallygate-admin");
    threads.setDaemon(true);
    threads.setReservedThreads(0);
    config.jetty.threadPool = threads;
    config.jetty.modifyServer(
        jetty -> {
          jetty.addBean(new NetworkConnectionLimit(CONNECTIONS_MAX, jetty));
          jetty.setStopTimeout(0);
        });
  }

  private static ServerConnector connector(
      Server jetty, HttpConfiguration http, InetSocketAddress address) {
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEAD_BYTES_MAX);
    ServerConnector connector = new ServerConnector(jetty, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(address.getAddress().getHostAddress());
    connector.setPort(address.getPort());
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.setAcceptedSendBufferSize(SEND_BYTES_MAX);
    return connector;
  }

  private static void routes(RoutesConfig routes, Guard guard, Served served) {
    Health health = served.health();
    AdminApi api = served.api();
    routes.before(context -> SECURITY_FIELDS.forEach(context::header));
    read(routes, "/healthz", context -> text(context, 200, "ok\n"));
    read(routes, "/readyz", context -> ready(context, health.trouble().get()));
    read(
        routes, "/metrics", context -> guard.guarded(context, () -> metrics(context, health, api)));
    routes.exception(HttpResponseException.class, (e, context) -> unrouted(context, e.getStatus()));
    served.sites().forEach(site -> site.addTo(routes));
    if (api == null) {
      return;
    }
    for (Operation operation : api.operations()) {
      Handler handler = context -> api.answer(context, operation);
      if (operation.method() == Operation.Method.GET) {
        read(routes, operation.fullPath(), handler);
      } else {
        routes.addHttpHandler(
            HandlerType.findOrCreate(operation.method().name()), operation.fullPath(), handler);
      }
    }
    read(routes, OpenApi.PATH, context -> guard.guarded(context, () -> api.document(context)));
  }

  /** HEAD is GET without its body; Javalin alone would answer it 200, whatever GET says. */
  private static void read(RoutesConfig routes, String path, Handler handler) {
    routes.get(path, handler);
    routes.head(path, handler);
  }

  private static void text(Context context, int status, String text) {
    context.status(status).contentType(TEXT).result(text);
  }

  private static void ready(Context context, String trouble) {
    if (trouble.isEmpty()) {
      text(context, 200, "ready\n");
    } else {
      text(context, 503, trouble + "\n");
    }
  }

  private static void metrics(Context context, Health health, @Nullable AdminApi api) {
    if (api != null) {
      api.requireReader(context);
    }
    String accept = context.header("Accept");
    Scrape scrape = health.metrics().apply(accept == null ? "" : accept);
    context.header("Vary", "Accept").contentType(scrape.type()).result(scrape.text());
  }

  private static void unrouted(Context context, int status) {
    boolean isWrongMethod = status == 405;
    if (context.path().startsWith(Operation.ROOT + "/")) {
      Guard.write(
          context,
          isWrongMethod
              ? new ProblemAnswer(Code.METHOD_NOT_ALLOWED, "this path has no such method", "")
              : new ProblemAnswer(Code.NOT_FOUND, "there is no such path", ""));
    } else if (isWrongMethod) {
      text(context, 405, "GET only\n");
    } else {
      text(context, 404, "not found\n");
    }
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(connector.getHost(), connector.getLocalPort());
  }

  @Override
  public void close() {
    served.sites().forEach(Site::close);
    server.stop();
    served.close();
  }
}
