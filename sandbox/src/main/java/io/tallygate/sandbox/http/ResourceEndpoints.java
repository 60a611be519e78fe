package io.tallygate.sandbox.http;

import io.javalin.http.Context;
import io.tallygate.sandbox.file.Links;
import io.tallygate.sandbox.http.Callers.Caller;
import io.tallygate.sandbox.resource.Presenter;
import io.tallygate.sandbox.resource.Resources;
import io.tallygate.sandbox.resource.Voice;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The two lists of resources, which callers may keep for hours. */
final class ResourceEndpoints {

  private static final String CACHE = "private, max-age=3600";

  private final Resources resources;
  private final Links links;

  ResourceEndpoints(Resources resources, Links links) {
    this.resources = resources;
    this.links = links;
  }

  List<Endpoint> all() {
    return List.of(
        Endpoint.get("/v1/resources/avatar-presenters", this::presenters),
        Endpoint.get("/v1/resources/tts-voices", this::voices));
  }

  private void presenters(Context context, Caller caller) {
    answer(
        context,
        Page.of(context).show("avatarPresenters", resources.presenters(), this::presenter));
  }

  private JsonNode presenter(Presenter presenter) {
    String place = "/presenters/" + presenter.id();
    return Json.object()
        .put("avatarPresenterId", presenter.id())
        .put("displayableGender", presenter.gender().name())
        .put("imageUrl", links.open(place + "/image.png"))
        .put("thumbnailUrl", links.open(place + "/thumbnail.png"))
        .put("previewVideoUrl", links.open(place + "/preview"));
  }

  private void voices(Context context, Caller caller) {
    boolean all = includesDeprecated(context.queryParam("includeDeprecatedVoices"));
    List<Voice> voices =
        resources.voices().stream()
            .filter(it -> all || it.standing() != Voice.Standing.DEPRECATED)
            .toList();
    answer(context, Page.of(context).show("ttsVoices", voices, ResourceEndpoints::voice));
  }

  private static boolean includesDeprecated(@Nullable String value) {
    if (value == null || value.equals("false")) {
      return false;
    }
    if (value.equalsIgnoreCase("true")) {
      return true;
    }
    throw ApiError.invalid("includeDeprecatedVoices must be true or false");
  }

  private static JsonNode voice(Voice voice) {
    return Json.object()
        .put("voiceId", voice.id())
        .put("languageCode", voice.languageCode())
        .put("displayName", voice.text().displayName())
        .put("displayGender", voice.gender().name())
        .put("accent", voice.text().accent())
        .put("description", voice.text().description())
        .put("supportsDirectToolExecution", voice.standing() != Voice.Standing.NOT_DIRECT)
        .put("supportsAllLanguages", voice.languages() == Voice.Languages.ALL)
        .put("isDeprecated", voice.standing() == Voice.Standing.DEPRECATED);
  }

  private static void answer(Context context, ObjectNode body) {
    byte[] text = body.toString().getBytes(StandardCharsets.UTF_8);
    String tag = "\"" + UUID.nameUUIDFromBytes(text) + "\"";
    context.header("ETag", tag).header("Cache-Control", CACHE);
    String known = context.header("If-None-Match");
    if (known != null && (known.contains(tag) || known.strip().equals("*"))) {
      context.status(304);
    } else {
      Json.answer(context, 200, body);
    }
  }
}
