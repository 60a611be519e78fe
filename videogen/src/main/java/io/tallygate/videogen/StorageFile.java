package io.tallygate.videogen;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A file of the team. */
public record StorageFile(
    String fileId,
    Scope scope,
    @JsonUnwrapped Content content,
    @JsonUnwrapped Sources sources,
    @JsonUnwrapped PublicPreview publicPreview,
    @JsonUnwrapped Origin origin) {

  public StorageFile {
    Objects.requireNonNull(fileId, "fileId");
  }

  /** How long it stays. */
  public enum Scope {
    /** Uploads and outputs: they persist. */
    GLOBAL,
    PROJECT,
    EXPORT,
    /** At least 24 hours. */
    TEMPORARY,
    /** One that this version does not know. */
    @JsonEnumDefaultValue
    OTHER
  }

  /**
   * What is in it.
   *
   * @param type null while that is not known
   */
  public record Content(
      @Nullable MediaType type,
      String displayName,
      @Nullable String description,
      @Nullable Double durationSeconds,
      @Nullable String transcript) {}

  /** Its forms. */
  public record Sources(
      @Nullable FileSource thumbnailSource,
      @Nullable FileSource previewSource,
      @Nullable FileSource downloadSource,
      @Nullable FileSource hlsSource) {}

  /** How anybody can watch it, if that is enabled. */
  public record PublicPreview(
      boolean isPublicPreviewEnabled,
      @Nullable String publicHlsUrl,
      @Nullable String publicPlaybackId) {}

  /** The tool that made it; null for uploads. */
  public record Origin(@Nullable String sourceToolType, @Nullable String sourceToolExecutionId) {}

  /** Whether it was looked into and can be used. */
  public boolean isReady() {
    return is(sources.downloadSource, FileSource.Status.READY)
        || is(sources.previewSource, FileSource.Status.READY);
  }

  /** Whether it can never be used. */
  public boolean isFailed() {
    return is(sources.downloadSource, FileSource.Status.FAILED);
  }

  private static boolean is(@Nullable FileSource source, FileSource.Status status) {
    return source != null && source.status() == status;
  }
}
