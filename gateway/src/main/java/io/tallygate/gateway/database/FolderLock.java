package io.tallygate.gateway.database;

import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.DataException.Reason;
import io.tallygate.gateway.key.OwnerOnly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.concurrent.locks.ReentrantLock;

/** A lock that one thread of one process has at a time; others wait. */
final class FolderLock implements AutoCloseable {

  // The system's lock belongs to the process: it keeps no other thread of it out.
  private static final ReentrantLock THREADS = new ReentrantLock();

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Waits until the lock can be had, and makes its file if there is none. */
  static FolderLock take(Path file) {
    THREADS.lock();
    boolean taken = false;
    try {
      FileChannel channel =
          FileChannel.open(
              file,
              EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              OwnerOnly.file(file));
      channel.lock(); // ends with the channel, and with the process
      taken = true;
      return new FolderLock(channel);
    } catch (IOException e) {
      throw new DataException(Reason.UNAVAILABLE, "lock cannot be had: file=" + file, e);
    } finally {
      if (!taken) {
        THREADS.unlock();
      }
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new DataException(Reason.UNAVAILABLE, "lock cannot be given back", e);
    } finally {
      THREADS.unlock();
    }
  }
}
