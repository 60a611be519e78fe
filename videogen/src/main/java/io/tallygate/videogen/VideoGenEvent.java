package io.tallygate.videogen;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tallygate.client.webhook.EventReader;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Something that happened, as webhooks tell it. */
public sealed interface VideoGenEvent {

  /** Of executions. */
  List<String> TOOL_EVENTS =
      List.of("tool_execution.succeeded", "tool_execution.failed", "tool_execution.cancelled");

  /** Of files that were uploaded. */
  List<String> FILE_EVENTS =
      List.of(
          "file.upload.completed",
          "file.upload.failed",
          "file.playback_ready",
          "file.download_ready",
          "file.analysis_completed",
          "file.analysis_failed");

  /** All nine. */
  List<String> ALL = Stream.concat(TOOL_EVENTS.stream(), FILE_EVENTS.stream()).toList();

  /** Reads the body of a webhook. */
  EventReader<VideoGenEvent> READER = VideoGenEvent::read;

  /** Its name, one of {@link #ALL} or of a later version. */
  String event();

  /**
   * An execution is over.
   *
   * @param occurredAt Unix seconds
   */
  record ToolEnded(
      String event,
      String toolExecutionId,
      double occurredAt,
      String toolType,
      @Nullable List<ExecutedTool.Result> results,
      @Nullable ApiError error)
      implements VideoGenEvent {

    /** What the API would answer if it were asked. */
    public ExecutedTool execution() {
      ExecutedTool.Status status =
          switch (event) {
            case "tool_execution.succeeded" -> ExecutedTool.Status.SUCCEEDED;
            case "tool_execution.failed" -> ExecutedTool.Status.FAILED;
            case "tool_execution.cancelled" -> ExecutedTool.Status.CANCELLED;
            default -> ExecutedTool.Status.OTHER;
          };
      return new ExecutedTool(toolExecutionId, status, toolType, results, error);
    }
  }

  /**
   * An uploaded file has come a step further.
   *
   * @param occurredAt Unix seconds
   */
  record FileChanged(
      String event, String fileId, double occurredAt, StorageFile file, @Nullable ApiError error)
      implements VideoGenEvent {}

  /**
   * An event that this version does not know.
   *
   * @param json the whole body
   */
  record Unknown(@JsonProperty String event, String json) implements VideoGenEvent {}

  private static VideoGenEvent read(byte[] body) throws IOException {
    JsonNode node = Json.tree(body);
    String name = node.path("event").asString("");
    if (TOOL_EVENTS.contains(name)) {
      return Json.read(node, ToolEnded.class);
    }
    if (FILE_EVENTS.contains(name)) {
      return Json.read(node, FileChanged.class);
    }
    return new Unknown(name, node.toString());
  }
}
