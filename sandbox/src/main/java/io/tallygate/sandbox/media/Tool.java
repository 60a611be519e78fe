package io.tallygate.sandbox.media;

import java.util.Locale;

/** The ten tools of the API. */
public enum Tool {
  GENERATE_IMAGE,
  GENERATE_VIDEO_CLIP,
  TEXT_TO_SPEECH,
  GENERATE_SOUND_EFFECT,
  GENERATE_AVATAR,
  VECTORIZE_IMAGE,
  REMOVE_IMAGE_BACKGROUND,
  REMOVE_VIDEO_BACKGROUND,
  UPSCALE_IMAGE,
  UPSCALE_VIDEO;

  /** As the path has it: {@code POST /v1/tools/generate-image}. */
  public String path() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
