package io.tallygate.sandbox.execution;

import io.tallygate.sandbox.file.FileLibrary;
import io.tallygate.sandbox.store.Execution;
import io.tallygate.sandbox.store.Execution.Progress;
import io.tallygate.sandbox.store.Execution.State;
import io.tallygate.sandbox.store.StoredFile;
import io.tallygate.sandbox.store.StoredFile.Content;
import io.tallygate.webhooks.Event;
import io.tallygate.webhooks.Webhooks;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** How executions look in the API and in its webhooks. Thread-safe. */
public final class ExecutionEvents {

  private static final JsonMapper MAPPER = new JsonMapper();

  private final Webhooks webhooks;
  private final FileLibrary library;

  public ExecutionEvents(Webhooks webhooks, FileLibrary library) {
    this.webhooks = webhooks;
    this.library = library;
  }

  FileLibrary library() {
    return library;
  }

  /** An execution: {@code ExecutedTool}. */
  public ObjectNode show(Execution execution) {
    Progress progress = execution.progress();
    ObjectNode node = MAPPER.createObjectNode();
    node.put("toolExecutionId", execution.id())
        .put("status", progress.state().word())
        .put("toolType", execution.call().tool().name());
    if (progress.state() == State.SUCCEEDED) {
      results(
          node,
          progress.results().stream().map(library::find).flatMap(Optional::stream),
          library::show);
    } else {
      node.putNull("results");
    }
    String error = progress.error();
    if (error == null) {
      node.putNull("error");
    } else {
      error(node, error);
    }
    return node;
  }

  private static void results(
      ObjectNode node, Stream<StoredFile> files, Function<StoredFile, JsonNode> shape) {
    ArrayNode results = node.putArray("results");
    files.forEach(
        file -> {
          Content content = file.content();
          ObjectNode result = results.addObject().put("fileId", file.id());
          result.put("type", content == null ? null : content.type().name());
          result.set("file", shape.apply(file));
        });
  }

  private static void error(ObjectNode node, String message) {
    node.putObject("error").put("message", message).put("code", "execution_failed");
  }

  /**
   * Tells of an end.
   *
   * @param made the files of its results
   */
  void publish(Handle handle, Execution execution, List<StoredFile> made) {
    Progress progress = execution.progress();
    String event = "tool_execution." + progress.state().word();
    ObjectNode body = MAPPER.createObjectNode();
    body.put("event", event)
        .put("toolExecutionId", execution.id())
        .put("occurredAt", progress.endedMillis() / 1_000.0)
        .put("toolType", execution.call().tool().name());
    if (progress.state() == State.SUCCEEDED) {
      results(body, made.stream(), library::hydrate);
      if (body.toString().getBytes(StandardCharsets.UTF_8).length > Event.BODY_MAX) {
        // A hundred long texts: the receiver asks for the files that it wants.
        results(body, made.stream(), file -> NullNode.getInstance());
      }
    }
    String error = progress.error();
    if (error != null) {
      error(body, error);
    }
    webhooks.publish(handle, execution.member().team(), new Event(event, body.toString()));
  }
}
