package io.tallygate.videogen;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One call of a tool, and what came of it.
 *
 * @param results of one that succeeded
 * @param error of one that failed
 */
public record ExecutedTool(
    String toolExecutionId,
    Status status,
    String toolType,
    @Nullable List<Result> results,
    @Nullable ApiError error) {

  public ExecutedTool {
    Objects.requireNonNull(toolExecutionId, "toolExecutionId");
    Objects.requireNonNull(status, "status");
  }

  /** How far it is; the last three are for ever. */
  public enum Status {
    @JsonProperty("pending")
    PENDING,
    @JsonProperty("running")
    RUNNING,
    @JsonProperty("succeeded")
    SUCCEEDED,
    @JsonProperty("failed")
    FAILED,
    @JsonProperty("cancelled")
    CANCELLED,
    /** One that this version does not know; taken for one that goes on. */
    @JsonEnumDefaultValue
    OTHER
  }

  /**
   * A file that was made.
   *
   * @param file null where it must be hydrated first
   */
  public record Result(String fileId, @Nullable MediaType type, @Nullable StorageFile file) {}

  /** Whether it will not change any more. */
  public boolean isOver() {
    return status == Status.SUCCEEDED || status == Status.FAILED || status == Status.CANCELLED;
  }

  /**
   * What it made.
   *
   * @throws ToolFailed if it did not succeed
   */
  public List<Result> made() throws ToolFailed {
    if (status != Status.SUCCEEDED) {
      throw new ToolFailed(this);
    }
    return results == null ? List.of() : results;
  }
}
