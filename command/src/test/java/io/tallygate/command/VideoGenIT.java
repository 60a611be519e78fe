package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.client.ClientConfig;
import io.tallygate.client.LimitView;
import io.tallygate.client.RateLimited;
import io.tallygate.client.execution.ExecutionsConfig;
import io.tallygate.client.webhook.ReceiverConfig;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.videogen.ApiError;
import io.tallygate.videogen.AspectRatio;
import io.tallygate.videogen.AvatarPresenter;
import io.tallygate.videogen.CreatedUpload;
import io.tallygate.videogen.CreatedWebhook;
import io.tallygate.videogen.ExecutedTool;
import io.tallygate.videogen.ExecutedTool.Status;
import io.tallygate.videogen.FileSearch;
import io.tallygate.videogen.Listening;
import io.tallygate.videogen.MediaType;
import io.tallygate.videogen.NewFile;
import io.tallygate.videogen.NewWebhook;
import io.tallygate.videogen.Output;
import io.tallygate.videogen.Progress;
import io.tallygate.videogen.StorageFile;
import io.tallygate.videogen.ToolCall;
import io.tallygate.videogen.ToolCall.GenerateAvatar;
import io.tallygate.videogen.ToolCall.GenerateImage;
import io.tallygate.videogen.ToolCall.GenerateSoundEffect;
import io.tallygate.videogen.ToolCall.GenerateVideoClip;
import io.tallygate.videogen.ToolCall.Pronunciation;
import io.tallygate.videogen.ToolCall.RemoveImageBackground;
import io.tallygate.videogen.ToolCall.RemoveVideoBackground;
import io.tallygate.videogen.ToolCall.Replacement;
import io.tallygate.videogen.ToolCall.TextToSpeech;
import io.tallygate.videogen.ToolCall.UpscaleImage;
import io.tallygate.videogen.ToolCall.UpscaleVideo;
import io.tallygate.videogen.ToolCall.VectorizeImage;
import io.tallygate.videogen.ToolFailed;
import io.tallygate.videogen.TtsVoice;
import io.tallygate.videogen.VideoGen;
import io.tallygate.videogen.VideoGen.DeprecatedVoices;
import io.tallygate.videogen.VideoGenConfig;
import io.tallygate.videogen.VideoGenEvent;
import io.tallygate.videogen.VideoGenException;
import io.tallygate.videogen.WebhookEndpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The typed client, all 25 operations, against the sandbox behind the gateway. */
@Timeout(180)
final class VideoGenIT {

  private static final Path DISC =
      Path.of("src", "test", "resources", "io", "tallygate", "command", "disc.png");

  @TempDir static Path folder;
  private static final Lifetime LIFETIME = new Lifetime();
  private static VideoGenConfig config;
  private VideoGen api;

  @BeforeAll
  static void start() throws Exception {
    Surroundings surroundings = new Surroundings(Map.of(), folder, Ticker.SYSTEM, "tester");
    String screen =
        new Demo(surroundings, LIFETIME, note -> {})
            .start(Map.of(Setting.PORT, "0", Setting.ADMIN_PORT, "0", Setting.DATA, "data"));
    config =
        VideoGenConfig.of(Cli.word(screen, "key"))
            .withBase(URI.create(Cli.word(screen, "gateway")))
            .withExecutions(ExecutionsConfig.DEFAULT.withFirst(Duration.ofMillis(50)));
  }

  @AfterAll
  static void stop() {
    LIFETIME.close();
  }

  @BeforeEach
  void open() {
    api = VideoGen.of(config);
  }

  @AfterEach
  void close() {
    api.close();
  }

  private ExecutedTool ended(ToolCall call) throws Exception {
    return api.await(api.start(call)).get(170, TimeUnit.SECONDS);
  }

  private ExecutedTool.Result made(ToolCall call) throws Exception {
    ExecutedTool execution = ended(call);
    assertThat(execution.status()).as("%s", execution.error()).isEqualTo(Status.SUCCEEDED);
    assertThat(execution.toolType()).isEqualTo(toolType(call));
    return execution.made().get(0);
  }

  private static String toolType(ToolCall call) {
    return call.tool().replace('-', '_').toUpperCase(Locale.ROOT);
  }

  private String uploaded() throws Exception {
    return api.upload(DISC, NewFile.of("disc.png"), Progress.NONE).fileId();
  }

  @Test
  void tools_ofPictures_makePictures() throws Exception {
    String disc = uploaded();
    GenerateImage image =
        new GenerateImage(
            "a", List.of(disc), new AspectRatio(1, 1), Output.DEFAULT.withResults(2).temporary());
    ExecutedTool two = ended(image);
    assertThat(two.made()).hasSize(2);
    StorageFile temporary = api.file(two.made().get(0).fileId());
    assertThat(temporary.scope()).isEqualTo(StorageFile.Scope.TEMPORARY);
    assertThat(temporary.origin().sourceToolExecutionId()).isEqualTo(two.toolExecutionId());
    for (ToolCall call :
        List.of(
            GenerateImage.of("a")
                .withOutput(Output.DEFAULT.withWatermarkMode(Output.WatermarkMode.VIDEO_GEN)),
            new VectorizeImage(disc, Output.DEFAULT),
            new RemoveImageBackground(disc, Output.DEFAULT),
            new UpscaleImage(disc, Output.DEFAULT))) {
      assertThat(made(call).type()).as(call.tool()).isEqualTo(MediaType.IMAGE);
    }
  }

  @Test
  void tools_ofSoundAndFilms_makeThem() throws Exception {
    TtsVoice voice = api.ttsVoices(DeprecatedVoices.LEFT_OUT).get(0);
    AvatarPresenter presenter = api.avatarPresenters().get(0);
    Pronunciation said = new Pronunciation(List.of(new Replacement("API", "a p i")), false);
    TextToSpeech speech =
        new TextToSpeech("An API.", voice.voiceId(), "en", said, 1.2, Output.DEFAULT);
    ExecutedTool.Result spoken = made(speech);
    assertThat(spoken.type()).isEqualTo(MediaType.AUDIO);
    assertThat(made(GenerateSoundEffect.of("rain").withDurationSeconds(1)).type())
        .isEqualTo(MediaType.AUDIO);
    ExecutedTool.Result clip = made(GenerateVideoClip.of("a").withAudio());
    // Films take a minute where no program makes them: here it is enough that they are begun.
    for (ToolCall call :
        List.of(
            new GenerateAvatar(presenter.avatarPresenterId(), spoken.fileId(), Output.DEFAULT),
            new RemoveVideoBackground(clip.fileId(), Output.DEFAULT),
            new UpscaleVideo(clip.fileId(), Output.DEFAULT))) {
      String id = api.start(call);
      api.cancel(id);
      ExecutedTool begun = api.await(id).get(170, TimeUnit.SECONDS);
      assertThat(begun.toolType()).isEqualTo(toolType(call));
      assertThat(begun.status()).isIn(Status.CANCELLED, Status.SUCCEEDED);
    }
    StorageFile shown = api.enablePublicPreview(clip.fileId());
    assertThat(shown.publicPreview().isPublicPreviewEnabled()).isTrue();
    assertThat(shown.publicPreview().publicHlsUrl()).startsWith("http");
    StorageFile hidden = api.disablePublicPreview(clip.fileId());
    assertThat(hidden.publicPreview().isPublicPreviewEnabled()).isFalse();
  }

  @Test
  void execution_failsOrIsCancelled_isToldSo() throws Exception {
    ExecutedTool failed = ended(GenerateSoundEffect.of("[fail]"));
    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThatThrownBy(failed::made)
        .isInstanceOf(ToolFailed.class)
        .hasMessageStartingWith("execution " + failed.toolExecutionId() + " failed: ");
    String stuck = api.start(GenerateSoundEffect.of("[stuck]"));
    CompletableFuture<ExecutedTool> end = api.await(stuck);
    assertThat(api.execution(stuck).isOver()).isFalse();
    api.cancel(stuck);
    assertThat(end.get(170, TimeUnit.SECONDS).status()).isEqualTo(Status.CANCELLED);
    assertThat(api.awaited()).isZero();
  }

  @Test
  void files_upDownAndAway() throws Exception {
    List<Long> up = new ArrayList<>();
    StorageFile file =
        api.upload(
            DISC,
            new NewFile("blue disc", MediaType.IMAGE, false),
            (bytes, total) -> up.add(bytes * 100 / total));
    assertThat(up).startsWith(0L).endsWith(100L).isSorted();
    assertThat(file.content().displayName()).isEqualTo("blue disc");
    assertThat(api.files()).extracting(StorageFile::fileId).contains(file.fileId());
    assertThat(api.search(FileSearch.of("blue disc")))
        .anySatisfy(hit -> assertThat(hit.file().fileId()).isEqualTo(file.fileId()));
    AtomicLong down = new AtomicLong();
    Path copy = folder.resolve("copy.png");
    api.download(file.fileId(), copy, (bytes, total) -> down.set(bytes));
    assertThat(Files.readAllBytes(copy)).isEqualTo(Files.readAllBytes(DISC));
    assertThat(down).hasValue(Files.size(DISC));
    assertThat(folder.resolve("copy.png.part")).doesNotExist();
    assertThat(api.hydrate(file.fileId()).isReady()).isTrue();
    api.archive(file.fileId());
    assertThat(api.files()).extracting(StorageFile::fileId).doesNotContain(file.fileId());
    CreatedUpload link = api.createUpload(NewFile.of("never"));
    assertThat(api.file(link.fileId()).isReady()).isFalse();
  }

  @Test
  void upload_thatIsNoMedia_fails() throws Exception {
    Path text = Files.writeString(folder.resolve("text.png"), "no picture");
    assertThatThrownBy(() -> api.upload(text, NewFile.of("text"), Progress.NONE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("upload failed, the API cannot use it: fileId=vg_file_");
  }

  @Test
  void lists_askedForAgain_costNoUnit() throws Exception {
    List<TtsVoice> voices = api.ttsVoices(DeprecatedVoices.INCLUDED);
    api.avatarPresenters();
    long left = left("resources");
    for (int i = 0; i < 20; i++) {
      assertThat(api.ttsVoices(DeprecatedVoices.INCLUDED)).isEqualTo(voices);
      assertThat(api.avatarPresenters()).isNotEmpty();
    }
    assertThat(left("resources")).isEqualTo(left);
  }

  private long left(String group) {
    return api.limits().stream()
        .filter(limit -> limit.group().startsWith(group))
        .map(LimitView::remaining)
        .findFirst()
        .orElseThrow(() -> new AssertionError(api.limits()))
        .orElseThrow();
  }

  @Test
  void webhook_listening_completesWithoutAPoll() throws Exception {
    List<VideoGenEvent> events = new CopyOnWriteArrayList<>();
    try (Listening listening = api.listen(ReceiverConfig.DEFAULT, UnaryOperator.identity())) {
      listening.webhooks().on(VideoGenEvent.class, events::add);
      assertThat(api.webhookEndpoints())
          .extracting(WebhookEndpoint::endpointId)
          .contains(listening.endpoint().endpointId());

      ExecutedTool execution = ended(GenerateSoundEffect.of("rain").withDurationSeconds(1));
      assertThat(execution.made().get(0).file()).isNotNull();
      assertThat(api.polls()).isZero();
      uploaded();
      assertThat(ended(GenerateSoundEffect.of("[fail]")).error()).isNotNull();
      Await.until(() -> events.stream().map(VideoGenEvent::event).distinct().count() >= 4);
      assertThat(events)
          .extracting(VideoGenEvent::event)
          .contains("tool_execution.succeeded", "tool_execution.failed", "file.download_ready");
      assertThat(events).noneMatch(VideoGenEvent.Unknown.class::isInstance);
    }
    assertThat(api.webhookEndpoints()).isEmpty();
    CreatedWebhook created =
        api.createWebhook(
            new NewWebhook("http://127.0.0.1:9/", List.of("file.upload.completed"), "a word"));
    assertThat(created.toString()).doesNotContain(created.signingSecret());
    assertThat(created.endpoint().description()).isEqualTo("a word");
    api.deleteWebhook(created.endpoint().endpointId());
  }

  @Test
  void errors_areTyped() {
    assertThatThrownBy(() -> api.start(GenerateImage.of("")))
        .isInstanceOf(VideoGenException.BadRequest.class)
        .hasMessageStartingWith("status=400 code=invalid_parameters: ");
    assertThatThrownBy(() -> api.file("vg_file_0000000000000000"))
        .isInstanceOf(VideoGenException.NotFound.class);
    assertThatThrownBy(() -> api.await("vg_exec_0000000000000000").get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(VideoGenException.NotFound.class);
    assertThatThrownBy(() -> api.start(GenerateImage.of("[no credits]")))
        .isInstanceOfSatisfying(
            VideoGenException.Forbidden.class,
            e ->
                assertThat(e.error().requirement())
                    .isEqualTo(new ApiError.Requirement("purchase_credits", Map.of())));
    String wrong = "vg_key_wrong";
    VideoGenConfig stranger =
        new VideoGenConfig(
            wrong,
            config.base(),
            config.http(),
            config.client(),
            config.executions(),
            Duration.ZERO);
    try (VideoGen nobody = VideoGen.of(stranger)) {
      assertThatThrownBy(nobody::files)
          .isInstanceOf(VideoGenException.Unauthorized.class)
          .hasMessageNotContaining(wrong);
    }
    assertThat(stranger.toString()).doesNotContain(wrong);
    assertThatThrownBy(() -> api.execution("../files"))
        .hasMessage("id must be 1 to 128 of A-Z a-z 0-9 _ -: id=../files");
  }

  @Test
  void limit_spent_failsAtOnceWithItsReset() throws Exception {
    VideoGenConfig hasty =
        config.withClient(ClientConfig.DEFAULT.withMaxWait(Duration.ofMillis(100)));
    try (VideoGen deleting = VideoGen.of(hasty)) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 11; i++) {
                  try {
                    deleting.deleteWebhook("ep_0000000000000000");
                  } catch (VideoGenException.NotFound e) {
                    // It costs a unit all the same.
                  }
                }
              })
          .isInstanceOfSatisfying(RateLimited.class, e -> assertThat(e.resetAt()).isPresent());
    }
  }
}
