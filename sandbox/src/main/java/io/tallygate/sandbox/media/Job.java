package io.tallygate.sandbox.media;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;

/**
 * One call of a tool.
 *
 * @param parameters by the names of the request's fields; checked already
 * @param inputs the files that the request names, in its order
 * @param results how many are to be made, 1 to 100
 * @param folder empty, for the files that are made and all that is needed on the way
 * @param progress is told how far it is, 0 to 1
 */
public record Job(
    Map<String, Object> parameters,
    List<Input> inputs,
    int results,
    Path folder,
    DoubleConsumer progress) {

  public Job {
    parameters = Map.copyOf(parameters);
    inputs = List.copyOf(inputs);
  }

  /** A stranger's file: its type is by its content, and nothing else of it is to be trusted. */
  public record Input(Path file, MediaType type) {}
}
