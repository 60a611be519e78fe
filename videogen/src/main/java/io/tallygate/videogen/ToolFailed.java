package io.tallygate.videogen;

/** An execution ended without a result: it failed, or was cancelled. */
public final class ToolFailed extends Exception {

  private static final long serialVersionUID = 1;

  private final transient ExecutedTool execution;

  ToolFailed(ExecutedTool execution) {
    super(
        "execution %s %s: %s"
            .formatted(
                execution.toolExecutionId(),
                execution.status().name().toLowerCase(java.util.Locale.ROOT),
                execution.error() == null ? "no error told" : execution.error().message()));
    this.execution = execution;
  }

  /** All that is known of it; null only where this exception was serialized. */
  public ExecutedTool execution() {
    return execution;
  }
}
