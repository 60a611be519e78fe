package io.tallygate.limiter.table;

import io.tallygate.limiter.storage.TableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** A counter file that this process has for itself. Thread-safe; close it to let it go. */
final class LockedFile implements AutoCloseable {

  /*
   * The operating system's locks are the process's, not the channel's: who closes a second channel
   * to a file loses the lock that the first one took. So a process remembers which files it has,
   * and opens none of them twice.
   */
  private static final Set<Object> OURS = ConcurrentHashMap.newKeySet();

  private static final int TRIES = 5;
  private static final long PAUSE_NANOS = 10_000_000;

  final FileChannel channel;
  private final Object key;

  private LockedFile(FileChannel channel, Object key) {
    this.channel = channel;
    this.key = key;
  }

  /**
   * Opens the file, and makes an empty one if there is none.
   *
   * @throws TableException if another process, or this one, has it
   */
  static synchronized LockedFile open(Path file) throws IOException {
    for (int tries = 1; tries <= TRIES; tries++) {
      boolean made = Files.notExists(file);
      Object before = made ? "" : key(file);
      if (OURS.contains(before)) {
        break;
      }
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
      if (made && Files.getFileStore(file).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(
            file, Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
      }
      Object after = key(file);
      // A resize puts another file in this one's place: what was locked then is nobody's.
      if (isLocked(channel) && (made || Objects.equals(before, after))) {
        OURS.add(after);
        return new LockedFile(channel, after);
      }
      channel.close();
      LockSupport.parkNanos(PAUSE_NANOS); // a tool may just look whether the file is in use
    }
    throw new TableException(
        "counter file is in use by another process: file="
            + file
            + "; give each its own, for counters are not shared");
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** Whether this process has the file. */
  static boolean isOurs(Path file) throws IOException {
    return OURS.contains(key(file));
  }

  private static Object key(Path file) throws IOException {
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return key != null ? key : file.toRealPath(); // where files have no numbers
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      OURS.remove(key);
    }
  }
}
