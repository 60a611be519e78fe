package io.tallygate.sandbox.file;

import io.tallygate.sandbox.store.StoredFile;
import io.tallygate.webhooks.Event;
import io.tallygate.webhooks.Webhooks;
import java.time.InstantSource;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Tells of uploaded files. Thread-safe. */
final class FileEvents {

  static final String UPLOAD_COMPLETED = "file.upload.completed";
  static final String UPLOAD_FAILED = "file.upload.failed";
  static final String PLAYBACK_READY = "file.playback_ready";
  static final String DOWNLOAD_READY = "file.download_ready";
  static final String ANALYSIS_COMPLETED = "file.analysis_completed";
  static final String ANALYSIS_FAILED = "file.analysis_failed";

  private static final JsonMapper MAPPER = new JsonMapper();

  private final Webhooks webhooks;
  private final FileLibrary library;
  private final InstantSource clock;

  FileEvents(Webhooks webhooks, FileLibrary library, InstantSource clock) {
    this.webhooks = webhooks;
    this.library = library;
    this.clock = clock;
  }

  void publish(Handle handle, String event, StoredFile file) {
    webhooks.publish(handle, file.team(), new Event(event, body(event, file).toString()));
  }

  void publishFailure(Handle handle, String event, StoredFile file, String message) {
    ObjectNode body = body(event, file);
    body.putObject("error").put("message", message).put("code", "invalid_file");
    webhooks.publish(handle, file.team(), new Event(event, body.toString()));
  }

  private ObjectNode body(String event, StoredFile file) {
    ObjectNode body = MAPPER.createObjectNode();
    body.put("event", event)
        .put("fileId", file.id())
        .put("occurredAt", clock.millis() / 1_000.0)
        .set("file", library.hydrate(file));
    return body;
  }
}
