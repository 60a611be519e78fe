package io.tallygate.sandbox.media.program;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** One installed program. Every run has limits and leaves no process behind. Thread-safe. */
public final class Program {

  private static final int TEXT_MAX = 1 << 20; // 1 MiB of what a program says
  private static final int COMPLAINT_MAX = 300; // characters of it in an error
  private static final int CODE_OF_SIGNALS = 128; // and above
  private static final long KILLED_SECONDS = 5; // after a kill nothing takes longer

  private final Path file;
  private final Optional<Path> prlimit;
  private final Bounds bounds;

  Program(Path file, Optional<Path> prlimit, Bounds bounds) {
    this.file = file;
    this.prlimit = prlimit;
    this.bounds = bounds;
  }

  public String name() {
    return file.getFileName().toString();
  }

  /**
   * Runs it and returns what it writes to its standard output, 1 MiB at most.
   *
   * @param folder where it runs, and where its complaints are kept meanwhile
   * @throws ProgramException if it ends with another code than 0, or outlives its time
   * @throws InterruptedException if this thread was interrupted; the program is dead by then
   */
  public String run(List<String> arguments, Path folder) throws IOException, InterruptedException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    run(arguments, folder, to -> {}, from -> said.writeBytes(from.readNBytes(TEXT_MAX)));
    return said.toString(StandardCharsets.UTF_8);
  }

  /** The same, with what it reads and writes in the hands of the caller. */
  public void run(List<String> arguments, Path folder, Feed feed, Drain drain)
      throws IOException, InterruptedException {
    Path complaints = Files.createTempFile(folder, name(), ".log");
    Process process = start(arguments, folder, complaints);
    AtomicReference<IOException> failure = new AtomicReference<>();
    Thread writer = thread("feed", process, failure, () -> write(process, feed));
    Thread reader = thread("drain", process, failure, () -> read(process, drain));
    boolean ended = false;
    try {
      ended = process.waitFor(bounds.time().toMillis(), TimeUnit.MILLISECONDS);
      if (ended) {
        reader.join(bounds.time().toMillis()); // what it wrote may not all be read yet
      }
    } finally {
      kill(process);
      joinBoth(writer, reader);
    }
    String complaint = lastLine(complaints);
    Files.deleteIfExists(complaints);
    if (!ended) {
      throw new ProgramException(
          "%s must end in time: seconds=%s".formatted(name(), bounds.time().toSeconds()));
    }
    IOException thrown = failure.get();
    if (thrown != null && process.exitValue() >= CODE_OF_SIGNALS) { // it ended because of this
      throw thrown;
    }
    if (process.exitValue() != 0) {
      throw new ProgramException(
          "%s failed: code=%s %s".formatted(name(), process.exitValue(), complaint));
    }
    if (thrown != null) {
      throw thrown;
    }
  }

  private Process start(List<String> arguments, Path folder, Path complaints) throws IOException {
    List<String> command = new ArrayList<>();
    if (prlimit.isPresent()) {
      command.add(prlimit.get().toString());
      command.add("--as=" + bounds.memoryBytes());
      command.add("--fsize=" + bounds.fileBytes());
      command.add("--cpu=" + Math.max(1, bounds.time().toSeconds()) * 2); // it has two threads
      command.add("--core=0");
    }
    command.add(file.toString());
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectError(complaints.toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("PATH", file.toAbsolutePath().getParent() + ":/usr/bin:/bin");
    environment.put("LANG", "C.UTF-8");
    environment.put("HOME", "/dev/null"); // nothing is to be kept from run to run
    environment.put("TMPDIR", folder.toAbsolutePath().toString());
    return builder.start();
  }

  private interface Work {
    void run() throws IOException;
  }

  /** Its failure ends the process, for nobody would read or feed it any more. */
  private Thread thread(
      String what, Process process, AtomicReference<IOException> failure, Work work) {
    Runnable guarded =
        () -> {
          try {
            work.run();
          } catch (IOException e) {
            failure.compareAndSet(null, e);
            process.destroyForcibly();
          } catch (UncheckedIOException e) {
            failure.compareAndSet(null, e.getCause());
            process.destroyForcibly();
          } catch (RuntimeException e) {
            failure.compareAndSet(null, new IOException(what + " failed", e));
            process.destroyForcibly();
          }
        };
    Thread thread = new Thread(guarded, name() + "-" + what);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void write(Process process, Feed feed) throws IOException {
    try (OutputStream to = process.getOutputStream()) {
      feed.write(to);
    } catch (IOException e) {
      if (process.isAlive()) { // one that ended does not read on, and its code says why
        throw e;
      }
    }
  }

  private static void read(Process process, Drain drain) throws IOException {
    try (InputStream from = process.getInputStream()) {
      drain.read(from);
      from.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static void kill(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private static void joinBoth(Thread writer, Thread reader) throws InterruptedException {
    boolean interrupted = Thread.interrupted();
    try {
      writer.join(TimeUnit.SECONDS.toMillis(KILLED_SECONDS));
      reader.join(TimeUnit.SECONDS.toMillis(KILLED_SECONDS));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static String lastLine(Path complaints) throws IOException {
    try (InputStream in = Files.newInputStream(complaints)) {
      String text = new String(in.readNBytes(TEXT_MAX), StandardCharsets.UTF_8).strip();
      String line = text.substring(text.lastIndexOf('\n') + 1).strip();
      return line.length() > COMPLAINT_MAX ? line.substring(0, COMPLAINT_MAX) : line;
    }
  }
}
