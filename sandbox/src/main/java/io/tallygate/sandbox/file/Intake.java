package io.tallygate.sandbox.file;

import io.tallygate.sandbox.file.Probe.Found;
import io.tallygate.sandbox.media.MediaException;
import io.tallygate.sandbox.media.MediaType;
import io.tallygate.sandbox.store.Refusal;
import io.tallygate.sandbox.store.Refusal.Reason;
import io.tallygate.sandbox.store.StoredFile;
import io.tallygate.sandbox.store.StoredFile.Content;
import io.tallygate.sandbox.store.StoredFile.Scope;
import io.tallygate.sandbox.store.StoredFile.State;
import io.tallygate.webhooks.Webhooks;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes uploads: streams them to the disk, looks into them, tells of them. Thread-safe. */
public final class Intake implements AutoCloseable {

  /** In an upload's name: it fails, for testers. */
  public static final String FAIL = "[fail]";

  /** In an upload's name: its analysis fails, for testers. */
  public static final String FAIL_ANALYSIS = "[fail analysis]";

  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  private static final String UPLOADED = "uploaded";
  private static final int BUFFER_BYTES = 64 << 10;

  private final FileLibrary library;
  private final Forms forms;
  private final Disk disk;
  private final FileEvents events;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "tallygate-sandbox-intake");
            thread.setDaemon(true);
            return thread;
          });

  public Intake(Place place, Webhooks webhooks, InstantSource clock) {
    this.library = place.library();
    this.forms = place.forms();
    this.disk = place.disk();
    this.events = new FileEvents(webhooks, library, clock);
  }

  /** Where files are. */
  public record Place(FileLibrary library, Forms forms, Disk disk) {}

  /** Goes on with what a former process left, and deletes what belongs to nothing. */
  public void resume() throws IOException {
    disk.retain(library.ids());
    for (StoredFile file : library.all().toList()) {
      Content content = file.content();
      if (content != null && file.life().state() != State.DELETED) {
        disk.takeOld(content.bytes());
      } else if (file.life().state() == State.PROCESSING) {
        Path uploaded = disk.folder(file.id()).resolve(UPLOADED);
        disk.takeOld(Files.exists(uploaded) ? Files.size(uploaded) : 0);
        worker.execute(() -> process(file.id()));
      }
    }
  }

  /**
   * Takes a file's bytes, once.
   *
   * @param length that is said to come, -1 if it is not said
   * @param max so many bytes at most
   * @throws Refusal if there is no such upload any more, or no room
   * @throws IOException if the sender went away; it can send again
   */
  public void receive(String fileId, InputStream bytes, long length, long max) throws IOException {
    StoredFile file =
        library
            .find(fileId)
            .orElseThrow(() -> new Refusal(Reason.NOT_FOUND, "upload is not there"));
    if (file.life().state() != State.WAITING || !underWay.add(fileId)) {
      throw new Refusal(Reason.INVALID, "upload link must be used once only");
    }
    Path folder = disk.scratch();
    long taken = 0;
    boolean kept = false;
    try {
      Path part = folder.resolve(UPLOADED);
      taken = stream(bytes, part, length, max);
      Path place = Files.createDirectories(disk.folder(fileId)).resolve(UPLOADED);
      Files.move(part, place, StandardCopyOption.REPLACE_EXISTING);
      library.change(
          fileId,
          waiting -> waiting.withLife(waiting.life().withState(State.PROCESSING)),
          (handle, after) -> events.publish(handle, FileEvents.UPLOAD_COMPLETED, after));
      kept = true;
      worker.execute(() -> process(fileId));
    } finally {
      underWay.remove(fileId);
      Disk.deleteTree(folder);
      if (!kept) {
        disk.give(taken);
      }
    }
  }

  /** Takes room as the bytes come, so that several uploads together do not exceed it. */
  private long stream(InputStream bytes, Path part, long length, long max) throws IOException {
    long count = 0;
    boolean whole = false;
    byte[] buffer = new byte[BUFFER_BYTES];
    try (OutputStream out = Files.newOutputStream(part)) {
      for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
        if (count + read > max) {
          throw new Refusal(Reason.FULL, "upload must have at most %s bytes".formatted(max));
        }
        if (!disk.take(read)) {
          throw new Refusal(Reason.FULL, "disk quota is used up: archive files, or raise it");
        }
        count += read;
        out.write(buffer, 0, read);
      }
      whole = length < 0 || count == length;
      if (!whole) {
        throw new IOException("upload ended early: length=%s bytes=%s".formatted(length, count));
      }
    } catch (IOException | Refusal e) {
      disk.give(count);
      throw e;
    }
    return count;
  }

  private void process(String fileId) {
    Path folder = disk.folder(fileId);
    Path uploaded = folder.resolve(UPLOADED);
    long uploadedBytes = 0;
    try {
      uploadedBytes = Files.size(uploaded);
      StoredFile file = library.require(team(fileId), fileId);
      Found found = forms.inspect(uploaded);
      requireWanted(file, found);
      disk.give(uploadedBytes); // keep() takes room for all forms
      uploadedBytes = 0;
      settle(file, forms.keep(fileId, uploaded, found), found);
    } catch (MediaException e) {
      fail(fileId, uploadedBytes, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      LOG.warn("upload could not be processed: file={}", fileId, e);
      fail(fileId, uploadedBytes, "file could not be processed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the next start processes it
    } catch (RuntimeException e) {
      LOG.error("upload could not be processed: file={}", fileId, e);
      fail(fileId, uploadedBytes, "file could not be processed");
    }
  }

  private String team(String fileId) {
    return library.find(fileId).map(StoredFile::team).orElse("");
  }

  private static void requireWanted(StoredFile file, Found found) throws MediaException {
    if (file.label().displayName().contains(FAIL)) {
      throw new MediaException("file was asked to fail");
    }
    MediaType declared = file.life().declared();
    if (declared != null && declared != found.type()) {
      throw new MediaException(
          "file must be of the type that was declared: declared=%s type=%s"
              .formatted(declared, found.type()));
    }
  }

  private void settle(StoredFile file, Content content, Found found) {
    boolean isAnalysed = file.life().scope() == Scope.GLOBAL;
    boolean analysisFails = file.label().displayName().contains(FAIL_ANALYSIS);
    String description = isAnalysed && !analysisFails ? describe(found) : null;
    library.sign(file);
    library.change(
        file.id(),
        before ->
            before
                .withContent(content)
                .withLabel(before.label().withDescription(description))
                .withLife(before.life().withState(State.READY)),
        (handle, after) -> {
          events.publish(handle, FileEvents.DOWNLOAD_READY, after);
          if (content.type() != MediaType.IMAGE) {
            events.publish(handle, FileEvents.PLAYBACK_READY, after);
          }
          if (isAnalysed && analysisFails) {
            events.publishFailure(
                handle, FileEvents.ANALYSIS_FAILED, after, "analysis was asked to fail");
          } else if (isAnalysed) {
            events.publish(handle, FileEvents.ANALYSIS_COMPLETED, after);
          }
        });
  }

  /** What can be said without looking at it as people do. */
  private static String describe(Found found) {
    String what = found.type().name().toLowerCase(Locale.ROOT);
    String size =
        found.width() > 0 ? " of %s by %s pixels".formatted(found.width(), found.height()) : "";
    String time =
        found.seconds() > 0 ? String.format(Locale.ROOT, " of %.1f seconds", found.seconds()) : "";
    return "Uploaded " + what + size + time + " (" + found.mimeType() + ")";
  }

  private void fail(String fileId, long bytes, String message) {
    disk.delete(fileId, bytes);
    try {
      library.change(
          fileId,
          file -> file.withLife(file.life().withState(State.FAILED)),
          (handle, after) ->
              events.publishFailure(handle, FileEvents.UPLOAD_FAILED, after, message));
    } catch (RuntimeException e) {
      LOG.error("failed upload could not be noted: file={}", fileId, e);
    }
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
