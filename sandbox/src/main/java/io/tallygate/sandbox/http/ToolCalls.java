package io.tallygate.sandbox.http;

import io.tallygate.sandbox.execution.TestWords;
import io.tallygate.sandbox.file.FileLibrary;
import io.tallygate.sandbox.http.ApiError.Code;
import io.tallygate.sandbox.http.ApiError.Requirement;
import io.tallygate.sandbox.http.Callers.AddOn;
import io.tallygate.sandbox.http.Callers.Caller;
import io.tallygate.sandbox.media.MediaType;
import io.tallygate.sandbox.media.Tool;
import io.tallygate.sandbox.resource.Resources;
import io.tallygate.sandbox.resource.Voice;
import io.tallygate.sandbox.store.Execution.Call;
import io.tallygate.sandbox.store.Id;
import io.tallygate.sandbox.store.Refusal;
import io.tallygate.sandbox.store.Refusal.Reason;
import io.tallygate.sandbox.store.StoredFile;
import io.tallygate.sandbox.store.StoredFile.Content;
import io.tallygate.sandbox.store.StoredFile.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks the body of a tool's call, and writes down what the tool is to do. Thread-safe. */
final class ToolCalls {

  static final int PROMPT_MAX = 4_000;
  static final int SPOKEN_MAX = 10_000;
  static final int IMAGES_MAX = 4;
  static final int REPLACEMENTS_MAX = 100;
  static final int RESULTS_MAX = 100;

  private static final int REPLACEMENT_MAX = 200;
  private static final int RATIO_MAX = 10_000;
  private static final int RATIO_SIDES_MAX = 10;

  private final FileLibrary library;
  private final Resources resources;

  ToolCalls(FileLibrary library, Resources resources) {
    this.library = library;
    this.resources = resources;
  }

  /** Of the ten tools' bodies. */
  private enum Watermark {
    NONE,
    VIDEO_GEN,
    AUTO
  }

  /**
   * Checks a call.
   *
   * @throws ApiError if it is not what the tool takes
   * @throws Refusal if it names a file that is not there
   */
  Call check(Tool tool, Fields fields, Caller caller) {
    ObjectNode body = Json.object();
    List<Input> inputs = new ArrayList<>();
    switch (tool) {
      case GENERATE_IMAGE -> image(fields, body, inputs);
      case GENERATE_VIDEO_CLIP -> clip(fields, body, inputs);
      case TEXT_TO_SPEECH -> speech(fields, body);
      case GENERATE_SOUND_EFFECT -> effect(fields, body);
      case GENERATE_AVATAR -> avatar(fields, body, inputs);
      case VECTORIZE_IMAGE, REMOVE_IMAGE_BACKGROUND, UPSCALE_IMAGE ->
          inputs.add(input(fields, "imageStorageFileId", MediaType.IMAGE));
      case REMOVE_VIDEO_BACKGROUND, UPSCALE_VIDEO ->
          inputs.add(input(fields, "videoStorageFileId", MediaType.VIDEO));
    }
    common(tool, fields, body);
    inputs.forEach(input -> requireUsable(input, caller));
    if (tool != Tool.TEXT_TO_SPEECH && tool != Tool.GENERATE_SOUND_EFFECT) {
      watermark(fields, body, caller);
    }
    requireCredits(body);
    return new Call(tool, body.toString(), inputs.stream().map(Input::fileId).toList());
  }

  private record Input(String field, String fileId, MediaType type) {}

  private static Input input(Fields fields, String name, MediaType type) {
    return new Input(name, fields.requiredId(name, Id.FILE), type);
  }

  private static void common(Tool tool, Fields fields, ObjectNode body) {
    body.put("numResults", fields.integer("numResults", 1, RESULTS_MAX).orElse(1));
    body.put("isOutputTemporary", fields.flag("isOutputTemporary"));
    if (tool == Tool.GENERATE_IMAGE || tool == Tool.GENERATE_VIDEO_CLIP) {
      ratio(fields, body);
    }
  }

  private static void image(Fields fields, ObjectNode body, List<Input> inputs) {
    body.put("prompt", fields.requiredText("prompt", PROMPT_MAX));
    images(fields, inputs);
  }

  private static void images(Fields fields, List<Input> inputs) {
    fields
        .ids("imageFileIds", Id.FILE, IMAGES_MAX)
        .forEach(id -> inputs.add(new Input("imageFileIds", id, MediaType.IMAGE)));
  }

  private static void clip(Fields fields, ObjectNode body, List<Input> inputs) {
    String prompt = fields.text("prompt", PROMPT_MAX).orElse("");
    images(fields, inputs);
    fields
        .id("videoFileId", Id.FILE)
        .ifPresent(id -> inputs.add(new Input("videoFileId", id, MediaType.VIDEO)));
    if (prompt.isBlank() && inputs.isEmpty()) {
      throw ApiError.invalid("one of prompt, imageFileIds and videoFileId is required");
    }
    if (!prompt.isBlank()) {
      body.put("prompt", prompt);
    }
    body.put("generateAudio", fields.flag("generateAudio"));
  }

  private static void ratio(Fields fields, ObjectNode body) {
    Optional<Fields> given = fields.object("aspectRatio");
    int width = given.map(it -> side(it, "width")).orElse(16);
    int height = given.map(it -> side(it, "height")).orElse(9);
    if (width > height * RATIO_SIDES_MAX || height > width * RATIO_SIDES_MAX) {
      throw ApiError.invalid(
          "aspectRatio must be from 1:10 to 10:1: width=%s height=%s".formatted(width, height));
    }
    body.putObject("aspectRatio").put("width", width).put("height", height);
  }

  private static int side(Fields ratio, String name) {
    return ratio
        .integer(name, 1, RATIO_MAX)
        .orElseThrow(() -> ApiError.invalid("aspectRatio." + name + " is required"));
  }

  private void speech(Fields fields, ObjectNode body) {
    body.put("ttsText", fields.requiredText("ttsText", SPOKEN_MAX));
    Voice voice = voice(fields.id("voiceId", Id.VOICE));
    body.put("voiceId", voice.id());
    Optional<String> language = fields.text("speechLanguageCode", 2);
    if (language.isPresent()) {
      if (!language.get().matches("[a-z]{2}")) {
        throw ApiError.invalid("speechLanguageCode must be two letters a-z");
      }
      body.put("speechLanguageCode", language.get());
    }
    ArrayNode replacements = body.putArray("pronunciationReplacements");
    for (Fields one : fields.objects("pronunciationReplacements", REPLACEMENTS_MAX)) {
      replacements
          .addObject()
          .put("original", one.requiredText("original", REPLACEMENT_MAX))
          .put("replacement", one.requiredText("replacement", REPLACEMENT_MAX));
    }
    body.put(
        "autoExpandPronunciationReplacements", fields.flag("autoExpandPronunciationReplacements"));
    fields.number("voiceSpeed", 0.5, 2).ifPresent(it -> body.put("voiceSpeed", it));
  }

  private Voice voice(Optional<String> id) {
    if (id.isEmpty()) {
      return resources.usualVoice();
    }
    Voice voice =
        resources
            .voice(id.get())
            .orElseThrow(
                () -> new Refusal(Reason.NOT_FOUND, "voice is not there: voiceId=" + id.get()));
    if (voice.standing() == Voice.Standing.NOT_DIRECT) {
      throw ApiError.invalid("voice must have supportsDirectToolExecution: voiceId=" + id.get());
    }
    return voice;
  }

  private static void effect(Fields fields, ObjectNode body) {
    body.put("prompt", fields.requiredText("prompt", PROMPT_MAX));
    fields.number("durationSeconds", 1, 30).ifPresent(it -> body.put("durationSeconds", it));
    fields.number("promptInfluence", 0, 1).ifPresent(it -> body.put("promptInfluence", it));
  }

  private void avatar(Fields fields, ObjectNode body, List<Input> inputs) {
    String presenter = fields.requiredId("avatarPresenterId", Id.PRESENTER);
    inputs.add(input(fields, "audioStorageFileId", MediaType.AUDIO));
    String name =
        resources
            .presenter(presenter)
            .orElseThrow(
                () ->
                    new Refusal(
                        Reason.NOT_FOUND, "presenter is not there: avatarPresenterId=" + presenter))
            .name();
    body.put("avatarPresenterId", presenter).put("presenter", name);
  }

  private void requireUsable(Input input, Caller caller) {
    StoredFile file = library.require(caller.member().team(), input.fileId());
    Content content = file.content();
    if (content == null || file.life().state() != State.READY) {
      throw ApiError.invalid(
          "%s must be of a file that is ready: fileId=%s".formatted(input.field(), file.id()));
    }
    if (content.type() != input.type()) {
      throw ApiError.invalid(
          "%s must be of type %s: fileId=%s type=%s"
              .formatted(input.field(), input.type(), file.id(), content.type()));
    }
  }

  private static void watermark(Fields fields, ObjectNode body, Caller caller) {
    Watermark mode = fields.choice("watermarkMode", Watermark.class).orElse(Watermark.AUTO);
    if (mode == Watermark.NONE && caller.addOn() != AddOn.PRODUCTION_API) {
      throw ApiError.requiring(
          Code.ADD_ON_REQUIRED,
          "watermarkMode NONE needs the Production API add-on",
          new Requirement("purchase_add_on", Map.of("addOn", "production_api")));
    }
    body.put("watermarkMode", mode.name());
  }

  private static void requireCredits(ObjectNode body) {
    String words = body.path("prompt").asString("") + body.path("ttsText").asString("");
    if (TestWords.in(words).end() == TestWords.End.NO_CREDITS) {
      throw ApiError.requiring(
          Code.INSUFFICIENT_CREDITS,
          "account has too few credits left",
          new Requirement("purchase_credits", Map.of()));
    }
  }
}
