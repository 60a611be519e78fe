package io.tallygate.sandbox.media;

import java.io.IOException;
import java.util.List;

/**
 * Does the work of one tool. Thread-safe; every job has a folder of its own.
 *
 * <p>An engine ends soon after its thread is interrupted, and leaves no process of its own running.
 */
public interface Engine {

  Tool tool();

  /**
   * For people, such as {@code espeak-ng}; {@code placeholder} if it makes none of the real thing.
   */
  String name();

  /** Of the program behind it, such as {@code 1.51}. */
  String version();

  /**
   * Makes the files that were asked for, in the job's folder.
   *
   * @return one for each result, in order
   * @throws MediaException if the inputs are not what the tool takes; the message is fit for
   *     callers
   * @throws IOException if the work failed, or a program that does it
   * @throws InterruptedException if the job was cancelled
   */
  List<Made> run(Job job) throws MediaException, IOException, InterruptedException;
}
