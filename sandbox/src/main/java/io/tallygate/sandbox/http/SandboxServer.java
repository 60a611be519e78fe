package io.tallygate.sandbox.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.tallygate.sandbox.execution.ExecutionEvents;
import io.tallygate.sandbox.execution.Executions;
import io.tallygate.sandbox.file.Disk;
import io.tallygate.sandbox.file.FileLibrary;
import io.tallygate.sandbox.file.Intake;
import io.tallygate.sandbox.file.Links;
import io.tallygate.sandbox.http.ApiError.Code;
import io.tallygate.sandbox.http.Callers.Caller;
import io.tallygate.sandbox.media.Engine;
import io.tallygate.sandbox.media.Tool;
import io.tallygate.sandbox.resource.Resources;
import io.tallygate.sandbox.search.TextIndex;
import io.tallygate.sandbox.store.Refusal;
import io.tallygate.webhooks.Webhooks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sandbox over HTTP, on this machine's loopback address only. */
public final class SandboxServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SandboxServer.class);

  private static final String ADDRESS = "127.0.0.1";
  private static final int THREADS = 64;
  private static final int CONNECTIONS_MAX = 1_024;
  private static final int HEAD_BYTES_MAX = 16 << 10;
  private static final int IDLE_MILLIS = 60_000;
  private static final String CALLER = "caller";
  private static final String BUSY_SECONDS = "5";

  /** What is strangers' runs no script, and is taken for nothing that it does not say it is. */
  private static final Map<String, String> SECURITY_FIELDS =
      Map.of(
          "Content-Security-Policy", "sandbox; default-src 'none'",
          "Referrer-Policy", "no-referrer",
          "X-Content-Type-Options", "nosniff");

  private final Javalin server;
  private final ServerConnector connector;

  private SandboxServer(Javalin server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /** What files are kept and found with. */
  public record FileParts(
      FileLibrary library, TextIndex index, Disk disk, Links links, Intake intake) {}

  /**
   * What tools are called with.
   *
   * @param engines of the tools that can be called, and perhaps of others
   * @param offered tools that may be called
   */
  public record ToolParts(
      Executions executions,
      ExecutionEvents shapes,
      Map<Tool, Engine> engines,
      Set<Tool> offered) {}

  /** What is behind the endpoints. */
  public record Parts(
      Callers callers, FileParts files, ToolParts tools, Resources resources, Webhooks webhooks) {}

  /**
   * How it runs.
   *
   * @param port 0 takes a free one
   * @param portraits a folder for the presenters' pictures
   */
  public record Settings(int port, long uploadBytesMax, Path portraits) {}

  /**
   * Starts listening.
   *
   * @throws IOException if the port cannot be had
   */
  public static SandboxServer start(Parts parts, Settings settings) throws IOException {
    ServerConnector[] connector = new ServerConnector[1];
    List<Endpoint> endpoints = endpoints(parts);
    OpenEndpoints open = open(parts, settings);
    Javalin server =
        Javalin.create(
            config -> {
              configure(config);
              config.jetty.addConnector(
                  (jetty, http) -> connector[0] = connector(jetty, http, settings.port()));
              routes(config.routes, endpoints, parts.callers());
              open.add(config.routes);
              Playground.add(config.routes);
            });
    try {
      server.start();
    } catch (RuntimeException e) {
      server.stop();
      throw new IOException("port cannot be had: port=" + settings.port(), e);
    }
    return new SandboxServer(server, connector[0]);
  }

  private static List<Endpoint> endpoints(Parts parts) {
    FileParts files = parts.files();
    ToolParts tools = parts.tools();
    ToolCalls calls = new ToolCalls(files.library(), parts.resources());
    List<Endpoint> all = new ArrayList<>();
    all.addAll(new ToolEndpoints(tools.executions(), tools.shapes(), calls, tools.offered()).all());
    all.addAll(new FileEndpoints(files.library(), files.index(), files.disk()).all());
    all.addAll(new ResourceEndpoints(parts.resources(), files.links()).all());
    all.addAll(new WebhookEndpoints(parts.webhooks()).all());
    return all;
  }

  private static OpenEndpoints open(Parts parts, Settings settings) throws IOException {
    FileParts files = parts.files();
    Optional<Engine> videos =
        Optional.ofNullable(parts.tools().engines().get(Tool.GENERATE_VIDEO_CLIP));
    return new OpenEndpoints(
        new OpenEndpoints.Parts(
            files.library(),
            files.disk(),
            files.links(),
            files.intake(),
            new Portraits(parts.resources(), settings.portraits(), videos)),
        settings.uploadBytesMax());
  }

  private static void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.startupWatcherEnabled = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.router.ignoreTrailingSlashes = false;
    // Lengths are said beforehand, and the way is short.
    config.http.compressionStrategy = CompressionStrategy.NONE;
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 1);
    threads.setName("tallygate-sandbox");
    threads.setDaemon(true);
    config.jetty.threadPool = threads;
    config.jetty.modifyServer(
        jetty -> {
          jetty.addBean(new NetworkConnectionLimit(CONNECTIONS_MAX, jetty));
          jetty.setStopTimeout(0);
        });
  }

  private static ServerConnector connector(Server jetty, HttpConfiguration http, int port) {
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEAD_BYTES_MAX);
    ServerConnector connector = new ServerConnector(jetty, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(ADDRESS);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_MILLIS);
    return connector;
  }

  private static void routes(RoutesConfig routes, List<Endpoint> endpoints, Callers callers) {
    routes.before(context -> SECURITY_FIELDS.forEach(context::header));
    routes.before("/v1/*", context -> authenticate(context, callers));
    for (Endpoint endpoint : endpoints) {
      Handler handler = context -> endpoint.work().answer(context, caller(context));
      routes.addHttpHandler(endpoint.method(), endpoint.path(), handler);
      if (endpoint.method().equals(HandlerType.GET)) {
        routes.head(endpoint.path(), handler);
      }
    }
    routes.exception(ApiError.class, (e, context) -> Json.answer(context, e, null));
    routes.exception(Refusal.class, SandboxServer::refuse);
    routes.exception(
        HttpResponseException.class,
        (e, context) ->
            Json.answer(context, ApiError.of(Code.NOT_FOUND, "there is no such endpoint"), null));
    routes.exception(Exception.class, (e, context) -> failed(context, e));
  }

  private static void authenticate(Context context, Callers callers) {
    Caller caller =
        callers
            .of(name -> Optional.ofNullable(context.header(name)).orElse(""))
            .orElseThrow(
                () -> ApiError.of(Code.INVALID_API_KEY, "API key is wrong or was revoked"));
    context.attribute(CALLER, caller);
  }

  private static Caller caller(Context context) {
    Caller caller = context.attribute(CALLER);
    if (caller == null) {
      throw new IllegalStateException("every call of the API is authenticated");
    }
    return caller;
  }

  private static void refuse(Refusal refusal, Context context) {
    if (refusal.reason() == Refusal.Reason.BUSY) {
      // Without it a client would wait for the reset of the gateway's window.
      context.header("Retry-After", BUSY_SECONDS);
    }
    Json.answer(context, refused(refusal), null);
  }

  private static ApiError refused(Refusal refusal) {
    String message = String.valueOf(refusal.getMessage());
    return switch (refusal.reason()) {
      case INVALID -> ApiError.invalid(message);
      case NOT_FOUND -> ApiError.of(Code.NOT_FOUND, message);
      case FULL ->
          ApiError.requiring(
              Code.STORAGE_FULL, message, new ApiError.Requirement("free_storage", Map.of()));
      case BUSY -> ApiError.of(Code.TOO_MANY_EXECUTIONS, message);
    };
  }

  private static void failed(Context context, Exception e) {
    String internalCode = UUID.randomUUID().toString();
    LOG.error("request failed: method={} internalErrorCode={}", context.method(), internalCode, e);
    Json.answer(context, ApiError.of(Code.FAILED, "the sandbox failed; see its log"), internalCode);
  }

  /** Where it listens. */
  public String base() {
    return "http://" + ADDRESS + ":" + connector.getLocalPort();
  }

  @Override
  public void close() {
    server.stop();
  }
}
