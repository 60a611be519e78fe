package io.tallygate.sandbox.execution;

import io.tallygate.sandbox.execution.TestWords.End;
import io.tallygate.sandbox.file.Disk;
import io.tallygate.sandbox.file.FileLibrary;
import io.tallygate.sandbox.file.Forms;
import io.tallygate.sandbox.file.Probe.Found;
import io.tallygate.sandbox.media.Engine;
import io.tallygate.sandbox.media.Job;
import io.tallygate.sandbox.media.Made;
import io.tallygate.sandbox.media.MediaException;
import io.tallygate.sandbox.media.Tool;
import io.tallygate.sandbox.store.Execution;
import io.tallygate.sandbox.store.Id;
import io.tallygate.sandbox.store.StoredFile;
import io.tallygate.sandbox.store.StoredFile.Content;
import io.tallygate.sandbox.store.StoredFile.Label;
import io.tallygate.sandbox.store.StoredFile.Life;
import io.tallygate.sandbox.store.StoredFile.Origin;
import io.tallygate.sandbox.store.StoredFile.Rendition;
import io.tallygate.sandbox.store.StoredFile.Scope;
import io.tallygate.sandbox.store.StoredFile.State;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Runs an engine, and keeps what it made. Thread-safe. */
public final class Work {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int TEXT_MAX = 10_000;

  /** Also an engine of the real thing makes a placeholder now and then, and names it so. */
  private static final String PLACEHOLDER_NAME = "Placeholder: ";

  private static final String PLACEHOLDER = "placeholder";

  private final Map<Tool, Engine> engines;
  private final FileLibrary library;
  private final Forms forms;
  private final Disk disk;

  /** What its files are kept with. */
  public Work(Map<Tool, Engine> engines, FileLibrary library, Forms forms, Disk disk) {
    this.engines = Map.copyOf(engines);
    this.library = library;
    this.forms = forms;
    this.disk = disk;
  }

  /** Makes an execution's files: they are on the disk, and in no list yet. */
  List<StoredFile> make(Execution execution, Running running)
      throws MediaException, IOException, InterruptedException {
    Map<String, Object> parameters =
        MAPPER.readValue(execution.call().body(), new TypeReference<Map<String, Object>>() {});
    List<StoredFile> inputs = new ArrayList<>();
    for (String id : execution.call().inputs()) {
      inputs.add(library.require(execution.member().team(), id));
    }
    obey(words(parameters, inputs), running);
    int results = parameters.get("numResults") instanceof Number number ? number.intValue() : 1;
    library.requireRoom(results);
    Path folder = disk.scratch();
    try {
      Engine engine = engines.get(execution.call().tool());
      if (engine == null) {
        throw new IOException("there is no engine for " + execution.call().tool());
      }
      List<Job.Input> jobInputs = new ArrayList<>();
      for (StoredFile input : inputs) {
        jobInputs.add(input(input));
      }
      Job job = new Job(parameters, jobInputs, results, folder, progress -> {});
      return keep(new Source(execution, engine.name(), parameters), engine.run(job));
    } finally {
      Disk.deleteTree(folder);
    }
  }

  private static TestWords words(Map<String, Object> parameters, List<StoredFile> inputs) {
    return TestWords.in(
        text(parameters, "prompt")
            + text(parameters, "ttsText")
            + String.join("\n", inputs.stream().map(it -> it.label().displayName()).toList()));
  }

  private static String text(Map<String, Object> parameters, String name) {
    return parameters.get(name) instanceof String text ? text : "";
  }

  private static void obey(TestWords words, Running running)
      throws MediaException, InterruptedException {
    if (!words.delay().isZero()) {
      running.pause(words.delay());
    }
    if (words.end() == End.STUCK) {
      running.hang();
    }
    if (words.end() == End.FAIL) {
      throw new MediaException("execution was asked to fail");
    }
  }

  private Job.Input input(StoredFile file) throws MediaException {
    Content content = file.content();
    Rendition bytes = content == null ? null : content.renditions().get(Rendition.Kind.DOWNLOAD);
    if (content == null || bytes == null || file.life().state() != State.READY) {
      throw new MediaException("file must still be there: fileId=" + file.id());
    }
    return new Job.Input(disk.path(file.id(), bytes.name()), content.type());
  }

  private record Source(Execution execution, String engine, Map<String, Object> parameters) {

    Scope scope() {
      return Boolean.TRUE.equals(parameters.get("isOutputTemporary"))
          ? Scope.TEMPORARY
          : Scope.GLOBAL;
    }

    @Nullable String transcript() {
      String spoken = text(parameters, "ttsText");
      return spoken.isEmpty() || scope() == Scope.TEMPORARY ? null : spoken;
    }
  }

  private List<StoredFile> keep(Source source, List<Made> made)
      throws MediaException, IOException, InterruptedException {
    List<StoredFile> kept = new ArrayList<>();
    boolean whole = false;
    try {
      for (Made one : made) {
        String id = Id.FILE.random();
        Found found = forms.inspectMade(one.file());
        Content content = forms.keep(id, one.file(), found);
        kept.add(file(id, source, one, content));
      }
      whole = true;
      return kept;
    } finally {
      if (!whole) {
        drop(kept);
      }
    }
  }

  private StoredFile file(String id, Source source, Made made, Content content) {
    Execution execution = source.execution();
    boolean isTemporary = source.scope() == Scope.TEMPORARY;
    String prompt = text(source.parameters(), "prompt");
    return new StoredFile(
        library.nextSequence(),
        id,
        new Origin(
            execution.member(),
            execution.id(),
            execution.call().tool().name(),
            made.displayName().startsWith(PLACEHOLDER_NAME) ? PLACEHOLDER : source.engine()),
        new Label(
            cut(made.displayName()),
            isTemporary ? null : cut(made.description()),
            source.transcript(),
            prompt.isEmpty() ? null : prompt),
        content,
        new Life(State.READY, source.scope(), library.nowMillis(), 0, null, null));
  }

  private static String cut(String text) {
    return text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) : text;
  }

  /** Deletes what is wanted no more. */
  void drop(List<StoredFile> files) {
    for (StoredFile file : files) {
      Content content = file.content();
      if (content != null) {
        forms.drop(file.id(), content);
      }
    }
  }
}
