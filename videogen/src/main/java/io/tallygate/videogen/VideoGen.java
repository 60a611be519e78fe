package io.tallygate.videogen;

import io.tallygate.client.LimitView;
import io.tallygate.client.execution.Executions;
import io.tallygate.client.execution.ExecutionsConfig;
import io.tallygate.client.webhook.ReceiverConfig;
import io.tallygate.client.webhook.WebhookReceiver;
import io.tallygate.client.webhook.Webhooks;
import io.tallygate.client.webhook.WebhooksConfig;
import io.tallygate.videogen.Api.Call;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/**
 * The limited API for a program with one key: its 25 operations, and what it takes to wait for
 * them. Thread-safe; all threads of a program should share one, for it keeps to the key's limits.
 *
 * <p>A call waits for its turn as {@link io.tallygate.client.LimitedClient} has it, and fails with
 * {@link io.tallygate.client.RateLimited} where that would take too long; with {@link
 * VideoGenException} if the API answers with an error, and with another {@code IOException} if no
 * readable answer came.
 */
public final class VideoGen implements AutoCloseable {

  private static final Duration LINK_LEFT = Duration.ofMinutes(1);
  private static final int PAGES_MAX = 1_000;

  private final Api api;
  private final Transfers transfers;
  private final VideoGenConfig config;
  private final Executions<ExecutedTool> executions;
  private final Executions<StorageFile> uploads;

  private VideoGen(VideoGenConfig config) {
    this.config = config;
    this.api = new Api(config);
    this.transfers = new Transfers(config.http(), config.client());
    ExecutionsConfig waiting = config.executions();
    this.executions = Executions.of(this::poll, () -> api.limits(Api.EXECUTIONS), waiting);
    this.uploads = Executions.of(this::pollUpload, () -> api.limits(Api.HYDRATE), waiting);
  }

  public static VideoGen of(VideoGenConfig config) {
    return new VideoGen(config);
  }

  /** What is known of the key's limits at this moment. */
  public List<LimitView> limits() {
    return api.limits();
  }

  // ---- tools ----

  /** Starts one of the ten tools; gives the execution's id. */
  public String start(ToolCall call) throws IOException, InterruptedException {
    JsonNode answer = api.tree(Call.post("/v1/tools/" + call.tool(), call));
    String id = answer.path("toolExecutionId").asString("");
    if (id.isEmpty()) {
      throw new IOException("answer must be what the API documents: toolExecutionId");
    }
    return id;
  }

  /** Asks how far an execution is; to hear of its end {@link #await} it. */
  public ExecutedTool execution(String id) throws IOException, InterruptedException {
    return api.call(Call.get(executionPath(id)), ExecutedTool.class);
  }

  /** Cancels an execution, if it is not over. */
  public void cancel(String id) throws IOException, InterruptedException {
    api.run(Call.post(executionPath(id) + "/cancel"));
  }

  private static String executionPath(String id) {
    return "/v1/tools/executions/" + Api.id(id);
  }

  /**
   * What comes of an execution: completes when it has succeeded, failed or was cancelled. Webhooks
   * tell of it, after {@link #listen} or {@link #webhooks}; else polls do, within the key's limit.
   * Cancelling the future does not cancel the execution.
   */
  public CompletableFuture<ExecutedTool> await(String id) {
    return executions.await(Api.id(id));
  }

  private CompletableFuture<Optional<ExecutedTool>> poll(String id) {
    return api.ask(Call.get(executionPath(id)), ExecutedTool.class)
        .thenApply(it -> it.isOver() ? Optional.of(it) : Optional.<ExecutedTool>empty())
        .exceptionallyCompose(VideoGen::passing);
  }

  /** What may be another time's answer is made an IOException, so that the poll is repeated. */
  private static <T> CompletableFuture<T> passing(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    boolean isPassing =
        cause instanceof VideoGenException.ServerFailed
            || cause instanceof VideoGenException.TooMany;
    return CompletableFuture.failedFuture(isPassing ? new IOException(cause) : cause);
  }

  /** How many executions are awaited now. */
  public int awaited() {
    return executions.waiting();
  }

  /** How many polls were made for {@link #await}. */
  public long polls() {
    return executions.polls();
  }

  // ---- files ----

  /** All files that are not archived, the newest first. */
  public List<StorageFile> files() throws IOException, InterruptedException {
    return list("/v1/files", "files", StorageFile.class);
  }

  public StorageFile file(String id) throws IOException, InterruptedException {
    return api.call(Call.get(filePath(id)), StorageFile.class);
  }

  /** The files whose descriptions are most like the query, the most similar first. */
  public List<FileSearch.Hit> search(FileSearch search) throws IOException, InterruptedException {
    return api.call(Call.post("/v1/files/search", search), FileSearch.Found.class).results();
  }

  /** A file with links that were signed now. */
  public StorageFile hydrate(String id) throws IOException, InterruptedException {
    return changed(id, "hydrate");
  }

  /** Takes a file out of lists. There is no way back. */
  public StorageFile archive(String id) throws IOException, InterruptedException {
    return changed(id, "archive");
  }

  /** Lets anybody watch a video or hear a sound. */
  public StorageFile enablePublicPreview(String id) throws IOException, InterruptedException {
    return changed(id, "enable-public-preview");
  }

  public StorageFile disablePublicPreview(String id) throws IOException, InterruptedException {
    return changed(id, "disable-public-preview");
  }

  private StorageFile changed(String id, String action) throws IOException, InterruptedException {
    return api.call(Call.post(filePath(id) + "/" + action), StorageFile.class);
  }

  private static String filePath(String id) {
    return "/v1/files/" + Api.id(id);
  }

  /** Makes a file whose bytes are to be put to a link. {@link #upload} does all of it. */
  public CreatedUpload createUpload(NewFile file) throws IOException, InterruptedException {
    return api.call(Call.post("/v1/files/upload", file), CreatedUpload.class);
  }

  /**
   * Uploads a file, and waits until it can be used.
   *
   * @throws IOException also if the API finds that it is no file of a kind that it takes
   */
  public StorageFile upload(Path file, NewFile as, Progress progress)
      throws IOException, InterruptedException {
    CreatedUpload upload = createUpload(as);
    transfers.up(upload.uploadUrl(), file, progress);
    StorageFile uploaded = waitFor(uploads.await(upload.fileId()));
    if (uploaded.isFailed()) {
      throw new IOException("upload failed, the API cannot use it: fileId=" + upload.fileId());
    }
    return uploaded;
  }

  private CompletableFuture<Optional<StorageFile>> pollUpload(String id) {
    return api.ask(Call.post(filePath(id) + "/hydrate"), StorageFile.class)
        .thenApply(
            it -> it.isReady() || it.isFailed() ? Optional.of(it) : Optional.<StorageFile>empty())
        .exceptionallyCompose(VideoGen::passing);
  }

  private static <T> T waitFor(CompletableFuture<T> future)
      throws IOException, InterruptedException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      future.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof VideoGenException refused) {
        throw refused;
      }
      throw cause instanceof IOException io ? io : new IOException(cause);
    }
  }

  /**
   * Downloads a file in its best form. Where its link has ended it is hydrated first. What breaks
   * off leaves nothing at {@code to}.
   */
  public void download(String id, Path to, Progress progress)
      throws IOException, InterruptedException {
    FileSource source = file(id).sources().downloadSource();
    Instant soon = now().plus(LINK_LEFT);
    if (source == null || !source.worksUntil(soon)) {
      source = hydrate(id).sources().downloadSource();
    }
    if (source == null || source.url() == null) {
      throw new IOException(
          "file must be ready: fileId=%s status=%s"
              .formatted(id, source == null ? "none" : source.status()));
    }
    transfers.down(source.url(), to, progress);
  }

  private Instant now() {
    long micros = config.client().surroundings().ticker().wallMicros();
    return Instant.ofEpochSecond(micros / 1_000_000);
  }

  // ---- resources ----

  /** Whether voices are listed that should not be used any more. */
  public enum DeprecatedVoices {
    LEFT_OUT,
    INCLUDED
  }

  /** Kept for {@link VideoGenConfig#resourcesFresh}. */
  public List<TtsVoice> ttsVoices(DeprecatedVoices deprecated)
      throws IOException, InterruptedException {
    String query = deprecated == DeprecatedVoices.INCLUDED ? "?includeDeprecatedVoices=true" : "";
    return list("/v1/resources/tts-voices" + query, "ttsVoices", TtsVoice.class);
  }

  /** Kept for {@link VideoGenConfig#resourcesFresh}. */
  public List<AvatarPresenter> avatarPresenters() throws IOException, InterruptedException {
    return list("/v1/resources/avatar-presenters", "avatarPresenters", AvatarPresenter.class);
  }

  /** A whole list; where the API gives pages, all of them. */
  private <T> List<T> list(String path, String name, Class<T> type)
      throws IOException, InterruptedException {
    List<T> all = new ArrayList<>();
    String next = path;
    for (int pages = 0; pages < PAGES_MAX; pages++) {
      JsonNode page = api.tree(Call.get(next));
      if (!page.path(name).isArray()) {
        throw new IOException("answer must be what the API documents: " + name);
      }
      for (JsonNode item : page.path(name)) {
        all.add(Json.read(item, type));
      }
      String cursor = page.path("nextCursor").asString("");
      if (!page.path("hasMore").asBoolean(false) || cursor.isEmpty()) {
        return all;
      }
      next = path + (path.contains("?") ? "&" : "?") + "cursor=" + Api.encoded(cursor);
    }
    throw new IOException("list must have at most %s pages: %s".formatted(PAGES_MAX, path));
  }

  // ---- webhooks ----

  public List<WebhookEndpoint> webhookEndpoints() throws IOException, InterruptedException {
    return list("/v1/webhooks/endpoints", "endpoints", WebhookEndpoint.class);
  }

  /** Ten an hour are what the published limits allow. */
  public CreatedWebhook createWebhook(NewWebhook webhook) throws IOException, InterruptedException {
    return api.call(Call.post("/v1/webhooks/endpoints", webhook), CreatedWebhook.class);
  }

  public void deleteWebhook(String endpointId) throws IOException, InterruptedException {
    api.run(new Call("DELETE", "/v1/webhooks/endpoints/" + Api.id(endpointId), null));
  }

  /**
   * For a server that a program has already: what it hands over completes what is awaited, and from
   * now on polls only look for what webhooks have missed. Trusts no secret yet.
   */
  public Webhooks<VideoGenEvent> webhooks(WebhooksConfig webhooksConfig) {
    Webhooks<VideoGenEvent> webhooks = completing(webhooksConfig);
    executions.expectWebhooks();
    uploads.expectWebhooks();
    return webhooks;
  }

  private Webhooks<VideoGenEvent> completing(WebhooksConfig webhooksConfig) {
    return Webhooks.<VideoGenEvent>of(webhooksConfig, VideoGenEvent.READER)
        .on(
            VideoGenEvent.ToolEnded.class,
            ended -> executions.tell(ended.toolExecutionId(), ended.execution()))
        .on(
            VideoGenEvent.FileChanged.class,
            changed -> {
              if (changed.file().isReady() || changed.file().isFailed()) {
                uploads.tell(changed.fileId(), changed.file());
              }
            });
  }

  /**
   * Starts a receiver and has the API tell it of all events: ends of executions complete what is
   * awaited without a poll. Needs the module {@code jdk.httpserver}.
   *
   * @param publicUrl gives the address at which the API reaches the receiver, from its own
   */
  public Listening listen(ReceiverConfig receiverConfig, UnaryOperator<URI> publicUrl)
      throws IOException, InterruptedException {
    Webhooks<VideoGenEvent> webhooks = completing(WebhooksConfig.DEFAULT);
    WebhookReceiver receiver = WebhookReceiver.start(receiverConfig, webhooks);
    boolean isListening = false;
    try {
      String url = publicUrl.apply(receiver.uri()).toString();
      CreatedWebhook created = createWebhook(new NewWebhook(url, VideoGenEvent.ALL, null));
      webhooks.trust(created.secret());
      executions.expectWebhooks();
      uploads.expectWebhooks();
      isListening = true;
      return new Listening(this, receiver, webhooks, created);
    } finally {
      if (!isListening) {
        receiver.close();
      }
    }
  }

  /** Fails what is awaited. The HTTP client stays as it is. */
  @Override
  public void close() {
    executions.close();
    uploads.close();
  }
}
