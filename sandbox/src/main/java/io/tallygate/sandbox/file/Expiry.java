package io.tallygate.sandbox.file;

import io.tallygate.sandbox.file.FileLibrary.Along;
import io.tallygate.sandbox.store.StoredFile;
import io.tallygate.sandbox.store.StoredFile.Content;
import io.tallygate.sandbox.store.StoredFile.Life;
import io.tallygate.sandbox.store.StoredFile.Scope;
import io.tallygate.sandbox.store.StoredFile.State;
import java.time.Duration;

/** Ends what has had its time: temporary files, archived bytes, uploads that never came. */
public final class Expiry {

  /** What is archived can still be downloaded for so long; then its bytes are deleted. */
  public static final Duration ARCHIVED = Duration.ofHours(24);

  /** What has no bytes any more is still known for so long; then its id is of nothing. */
  public static final Duration FORGOTTEN = Duration.ofDays(30);

  private final FileLibrary library;
  private final Disk disk;
  private final Duration temporary;

  /**
   * @param temporary how long a temporary file stays before it is archived
   */
  public Expiry(FileLibrary library, Disk disk, Duration temporary) {
    this.library = library;
    this.disk = disk;
    this.temporary = temporary;
  }

  /** Does what is due. */
  public void sweep(long nowMillis) {
    for (StoredFile file : library.all().toList()) {
      Life life = file.life();
      if (life.state() == State.WAITING
          && life.createdMillis() + Links.UPLOAD.toMillis() * 2 < nowMillis) {
        library.forget(file); // the link has long ended, nothing can come any more
      } else if (hasNoBytes(life)
          && Math.max(life.createdMillis(), life.archivedMillis()) + FORGOTTEN.toMillis()
              <= nowMillis) {
        library.forget(file);
      } else if (life.scope() == Scope.TEMPORARY
          && !life.isArchived()
          && life.createdMillis() + temporary.toMillis() <= nowMillis) {
        library.archive(file.id());
      } else if (life.isArchived()
          && life.state() != State.DELETED
          && life.archivedMillis() + ARCHIVED.toMillis() <= nowMillis) {
        deleteBytes(file);
      }
    }
  }

  private static boolean hasNoBytes(Life life) {
    return life.state() == State.DELETED || life.state() == State.FAILED;
  }

  private void deleteBytes(StoredFile file) {
    Content content = file.content();
    library.change(file.id(), it -> it.withLife(it.life().withState(State.DELETED)), Along.NOTHING);
    disk.delete(file.id(), content == null ? 0 : content.bytes());
  }
}
