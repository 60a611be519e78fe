package io.tallygate.sandbox;

import io.tallygate.sandbox.SandboxConfig.FromGateway;
import io.tallygate.sandbox.SandboxConfig.Identity;
import io.tallygate.sandbox.SandboxConfig.KeysIn;
import io.tallygate.sandbox.SandboxConfig.Placeholders;
import io.tallygate.sandbox.execution.ExecutionEvents;
import io.tallygate.sandbox.execution.Executions;
import io.tallygate.sandbox.execution.Work;
import io.tallygate.sandbox.execution.Workers;
import io.tallygate.sandbox.file.Disk;
import io.tallygate.sandbox.file.Expiry;
import io.tallygate.sandbox.file.FileLibrary;
import io.tallygate.sandbox.file.Forms;
import io.tallygate.sandbox.file.Intake;
import io.tallygate.sandbox.file.Links;
import io.tallygate.sandbox.http.Callers;
import io.tallygate.sandbox.http.GatewayIdentity;
import io.tallygate.sandbox.http.KeysFile;
import io.tallygate.sandbox.http.SandboxServer;
import io.tallygate.sandbox.media.Engine;
import io.tallygate.sandbox.media.Tool;
import io.tallygate.sandbox.search.TextIndex;
import io.tallygate.sandbox.store.SandboxDatabase;
import io.tallygate.webhooks.Delivery;
import io.tallygate.webhooks.Webhooks;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running sandbox. It is not VideoGen and makes no AI media. Thread-safe. */
public final class Sandbox implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Sandbox.class);

  /** What needs no key: signed links and public previews under one prefix, and the playground. */
  public static final List<String> OPEN =
      List.of(
          "GET " + Links.PREFIX + "/*", "PUT " + Links.PREFIX + "/*", "GET /", "GET /playground/*");

  private static final String DATABASE = "sandbox.db";
  private static final long SWEEP_SECONDS = 1;
  private static final String ENGINE_OF_PLACEHOLDERS = "placeholder";

  private final Deque<AutoCloseable> parts = new ArrayDeque<>(); // the last is closed first
  private final CompletableFuture<String> base = new CompletableFuture<>();
  private volatile String address = "";
  private volatile @Nullable Webhooks webhooks;
  private volatile @Nullable String publicUrl;

  private Sandbox() {}

  /**
   * Starts listening.
   *
   * @param clock the wall clock
   * @throws IOException if the port or the data folder cannot be had, or the keys are wrong
   */
  public static Sandbox start(SandboxConfig config, Media media, InstantSource clock)
      throws IOException {
    Sandbox sandbox = new Sandbox();
    boolean started = false;
    try {
      sandbox.open(config, media, clock);
      started = true;
      return sandbox;
    } finally {
      if (!started) {
        sandbox.close();
      }
    }
  }

  private <T extends AutoCloseable> T owned(T part) {
    parts.push(part);
    return part;
  }

  private void open(SandboxConfig config, Media media, InstantSource clock) throws IOException {
    Path data = OwnerOnly.createFolder(config.place().data()); // webhooks' secrets are in it
    Callers callers = callers(config.identity());
    owned(FolderLock.take(data));
    SandboxDatabase database = owned(SandboxDatabase.open(data.resolve(DATABASE)));
    Webhooks hooks = owned(Webhooks.start(database.jdbi(), config.webhooks(), clock));
    webhooks = hooks;
    TextIndex index = owned(new TextIndex());
    Disk disk = new Disk(data, config.limits().diskBytesMax());
    Links links = new Links(data, this::base, clock);
    FileLibrary library = new FileLibrary(database, index, links, clock);
    Forms forms = new Forms(media.probe(), disk);
    Intake intake = owned(new Intake(new Intake.Place(library, forms, disk), hooks, clock));
    ExecutionEvents shapes = new ExecutionEvents(hooks, library);
    Executions executions = new Executions(database, shapes, clock, config.limits().waitingMax());
    Work work = new Work(media.byTool(), library, forms, disk);
    Workers workers = owned(new Workers(executions, work, config.limits().jobMax(), clock));
    SandboxServer.FileParts files =
        new SandboxServer.FileParts(library, index, disk, links, intake);
    SandboxServer.ToolParts tools =
        new SandboxServer.ToolParts(
            executions, shapes, media.byTool(), offered(config, media.byTool()));
    SandboxServer server =
        owned(
            SandboxServer.start(
                new SandboxServer.Parts(callers, files, tools, media.resources(), hooks),
                new SandboxServer.Settings(
                    config.place().port(),
                    config.limits().uploadBytesMax(),
                    data.resolve("portraits"))));
    address = server.base();
    base.complete(publicBase(config, address));
    intake.resume();
    workers.start(config.limits().workers());
    sweepFromTimeToTime(new Expiry(library, disk, config.limits().temporary()), clock);
  }

  private static Callers callers(Identity identity) throws IOException {
    if (identity instanceof KeysIn keys) {
      return KeysFile.read(keys.file());
    }
    return new GatewayIdentity(((FromGateway) identity).proof());
  }

  private static Set<Tool> offered(SandboxConfig config, Map<Tool, Engine> engines) {
    return engines.values().stream()
        .filter(
            engine ->
                config.placeholders() == Placeholders.MADE
                    || !engine.name().equals(ENGINE_OF_PLACEHOLDERS))
        .map(Engine::tool)
        .collect(Collectors.toSet());
  }

  private static String publicBase(SandboxConfig config, String address) {
    if (config.place().publicUrl() == null) {
      return address;
    }
    String url = config.place().publicUrl().toString();
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  private void sweepFromTimeToTime(Expiry expiry, InstantSource clock) {
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "tallygate-sandbox-expiry");
              thread.setDaemon(true);
              return thread;
            });
    owned((AutoCloseable) timer::shutdownNow);
    timer.scheduleWithFixedDelay(
        () -> {
          try {
            expiry.sweep(clock.millis());
          } catch (RuntimeException e) {
            LOG.error("files could not be swept; it is tried again", e);
          }
        },
        0,
        SWEEP_SECONDS,
        TimeUnit.SECONDS);
  }

  /** From now on links begin with this, such as the address of the gateway before it. */
  public void publicUrl(URI url) {
    publicUrl = url.toString();
  }

  private String base() {
    String url = publicUrl;
    return url != null ? url : base.join();
  }

  /**
   * A team's webhook deliveries, the newest first.
   *
   * @param state empty for any; {@code DEAD} for what was given up
   * @param max 1 to 1000
   */
  public List<Delivery> deliveries(String team, Optional<Delivery.State> state, int max) {
    Webhooks present = webhooks;
    return present == null ? List.of() : present.deliveries(team, state, max);
  }

  /** {@code http://127.0.0.1:PORT}. */
  public String address() {
    return address;
  }

  /** Ends it. What runs is run again by the next one. */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        LOG.warn("a part of the sandbox could not be closed", e);
      }
    }
  }
}
