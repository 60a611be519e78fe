package io.tallygate.sandbox.file;

import io.tallygate.sandbox.media.MediaType;
import io.tallygate.sandbox.store.StoredFile;
import io.tallygate.sandbox.store.StoredFile.Content;
import io.tallygate.sandbox.store.StoredFile.Rendition;
import io.tallygate.sandbox.store.StoredFile.Rendition.Kind;
import io.tallygate.sandbox.store.StoredFile.State;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** How a file looks in the API: {@code StorageFile}. */
final class FileShape {

  private static final JsonMapper MAPPER = new JsonMapper();

  private final Links links;

  FileShape(Links links) {
    this.links = links;
  }

  String uploadUrl(StoredFile file) {
    return links.upload(file.id());
  }

  /**
   * A file, and the links to it.
   *
   * @param expirySecond until when its links are signed; 0 if they never were
   */
  ObjectNode of(StoredFile file, long expirySecond) {
    ObjectNode node = MAPPER.createObjectNode();
    Content content = file.content();
    MediaType type = content == null ? file.life().declared() : content.type();
    boolean isMoving = content != null && content.type() != MediaType.IMAGE;
    node.put("fileId", file.id())
        .put("scope", file.life().scope().name())
        .put("type", type == null ? null : type.name())
        .put("displayName", file.label().displayName())
        .put("description", file.label().description());
    if (content != null && isMoving) {
      node.put("durationSeconds", content.seconds());
    } else {
      node.putNull("durationSeconds");
    }
    node.put("transcript", file.label().transcript());
    node.set("thumbnailSource", source(file, Kind.THUMBNAIL, expirySecond));
    node.set("previewSource", source(file, Kind.PREVIEW, expirySecond));
    node.set("downloadSource", source(file, Kind.DOWNLOAD, expirySecond));
    node.set("hlsSource", source(file, Kind.HLS, expirySecond));
    String playbackId = file.life().playbackId();
    node.put("isPublicPreviewEnabled", playbackId != null)
        .put("publicHlsUrl", playbackId == null ? null : links.playback(playbackId, entry(content)))
        .put("publicPlaybackId", playbackId);
    if (file.origin().executionId() != null) {
      node.put("sourceToolType", file.origin().tool())
          .put("sourceToolExecutionId", file.origin().executionId())
          .put("sourceEngine", file.origin().engine());
    }
    return node;
  }

  private static String entry(@Nullable Content content) {
    if (content == null) {
      return "media";
    }
    Rendition playlist = content.renditions().get(Kind.HLS);
    return playlist == null ? "media" : playlist.name().substring(Forms.HLS_FOLDER.length());
  }

  private ObjectNode source(StoredFile file, Kind kind, long expirySecond) {
    ObjectNode node = MAPPER.createObjectNode();
    Content content = file.content();
    Rendition rendition = content == null ? null : content.renditions().get(kind);
    boolean isReady = rendition != null && file.life().state() == State.READY && expirySecond > 0;
    node.put("status", status(file.life().state(), rendition, expirySecond))
        .put("url", isReady ? links.download(file.id(), kind, expirySecond) : null);
    if (isReady) {
      node.put("expiresAt", expirySecond);
    } else {
      node.putNull("expiresAt");
    }
    if (rendition != null && rendition.width() > 0) {
      node.put("width", rendition.width()).put("height", rendition.height());
    } else {
      node.putNull("width").putNull("height");
    }
    if (rendition != null) {
      node.put("fileBytes", rendition.bytes());
    } else {
      node.putNull("fileBytes");
    }
    return node;
  }

  private static String status(State state, @Nullable Rendition rendition, long expirySecond) {
    return switch (state) {
      case WAITING, PROCESSING -> "pending";
      case FAILED, DELETED -> "failed";
      case READY -> rendition == null ? "skipped" : expirySecond > 0 ? "ready" : "pending";
    };
  }
}
