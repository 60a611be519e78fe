package io.tallygate.sandbox.store;

import io.tallygate.sandbox.media.Tool;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A call of a tool, and what became of it. Immutable.
 *
 * @param sequence grows with each execution
 */
public record Execution(long sequence, String id, Member member, Call call, Progress progress) {

  /**
   * What was asked.
   *
   * @param body JSON, as it was checked; empty where nobody will run it any more
   * @param inputs ids of files
   */
  public record Call(Tool tool, String body, List<String> inputs) {

    public Call {
      inputs = List.copyOf(inputs);
    }
  }

  /**
   * How far it got.
   *
   * @param attempts how often it was begun
   * @param endedMillis Unix time; 0 until then
   * @param results ids of files, if it succeeded
   * @param error why it failed, fit for callers; null if it did not
   */
  public record Progress(
      State state,
      int attempts,
      long createdMillis,
      long endedMillis,
      List<String> results,
      @Nullable String error) {

    public Progress {
      results = List.copyOf(results);
    }

    public static Progress created(long millis) {
      return new Progress(State.PENDING, 0, millis, 0, List.of(), null);
    }

    public Progress begun() {
      return new Progress(State.RUNNING, attempts + 1, createdMillis, 0, List.of(), null);
    }

    public Progress succeeded(long millis, List<String> files) {
      return new Progress(State.SUCCEEDED, attempts, createdMillis, millis, files, null);
    }

    public Progress failed(long millis, String why) {
      return new Progress(State.FAILED, attempts, createdMillis, millis, List.of(), why);
    }

    public Progress cancelled(long millis) {
      return new Progress(State.CANCELLED, attempts, createdMillis, millis, List.of(), null);
    }
  }

  /** pending, running, and then one of the others for ever. */
  public enum State {
    PENDING,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED;

    public boolean isTerminal() {
      return this != PENDING && this != RUNNING;
    }

    /** As the API says it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Execution with(Progress value) {
    Call kept = value.state().isTerminal() ? new Call(call.tool(), "", List.of()) : call;
    return new Execution(sequence, id, member, kept, value);
  }
}
