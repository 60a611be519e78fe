package io.tallygate.sandbox.store;

import io.tallygate.sandbox.media.MediaType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file as it is kept; its bytes are elsewhere. Immutable.
 *
 * @param sequence grows with each file: the order of lists
 * @param content what was found in it; null until it was looked into
 */
public record StoredFile(
    long sequence, String id, Origin origin, Label label, @Nullable Content content, Life life) {

  /**
   * Where it comes from.
   *
   * @param executionId null for uploads, as are tool and engine
   */
  public record Origin(
      Member member, @Nullable String executionId, @Nullable String tool, @Nullable String engine) {

    public static Origin upload(Member member) {
      return new Origin(member, null, null, null);
    }
  }

  /**
   * What people call it and find it by.
   *
   * @param description null until it is analysed: then it can be found
   */
  public record Label(
      String displayName,
      @Nullable String description,
      @Nullable String transcript,
      @Nullable String prompt) {

    public Label withDescription(@Nullable String value) {
      return new Label(displayName, value, transcript, prompt);
    }
  }

  /**
   * What is in it.
   *
   * @param seconds 0 for images
   * @param renditions that there are
   */
  public record Content(MediaType type, double seconds, Map<Rendition.Kind, Rendition> renditions) {

    public Content {
      renditions = Map.copyOf(renditions);
    }

    /** On the disk: two forms may be one and the same. */
    public long bytes() {
      return renditions.values().stream().distinct().mapToLong(Rendition::bytes).sum();
    }
  }

  /**
   * One form of it on the disk.
   *
   * @param name of the file in this file's folder
   * @param width in pixels, 0 where there are none; as is height
   */
  public record Rendition(String name, String mimeType, int width, int height, long bytes) {

    /** Which form. */
    public enum Kind {
      THUMBNAIL,
      PREVIEW,
      DOWNLOAD,
      /** A playlist; its parts lie beside it. */
      HLS
    }
  }

  /**
   * How it stands.
   *
   * @param archivedMillis Unix time; 0 while it is not
   * @param playbackId null unless its public preview is enabled
   * @param declared the type that the upload was said to be
   */
  public record Life(
      State state,
      Scope scope,
      long createdMillis,
      long archivedMillis,
      @Nullable String playbackId,
      @Nullable MediaType declared) {

    public Life withState(State value) {
      return new Life(value, scope, createdMillis, archivedMillis, playbackId, declared);
    }

    public Life withArchived(long millis) {
      return new Life(state, scope, createdMillis, millis, playbackId, declared);
    }

    public Life withPlaybackId(@Nullable String value) {
      return new Life(state, scope, createdMillis, archivedMillis, value, declared);
    }

    public boolean isArchived() {
      return archivedMillis != 0;
    }
  }

  /** How far it got. */
  public enum State {
    /** Nothing was uploaded yet. */
    WAITING,
    /** The bytes are here, and are being looked into. */
    PROCESSING,
    READY,
    FAILED,
    /** It was archived long ago, and its bytes are gone. */
    DELETED
  }

  /** How long it is meant to stay. */
  public enum Scope {
    GLOBAL,
    TEMPORARY
  }

  public String team() {
    return origin.member().team();
  }

  public StoredFile withLife(Life value) {
    return new StoredFile(sequence, id, origin, label, content, value);
  }

  public StoredFile withLabel(Label value) {
    return new StoredFile(sequence, id, origin, value, content, life);
  }

  public StoredFile withContent(Content value) {
    return new StoredFile(sequence, id, origin, label, value, life);
  }

  /** Whether the search knows it. */
  public boolean isFindable() {
    return life.state() == State.READY && !life.isArchived() && label.description() != null;
  }
}
