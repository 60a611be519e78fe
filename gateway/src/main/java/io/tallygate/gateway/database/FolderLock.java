package io.tallygate.gateway.database;

import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.DataException.Reason;
import io.tallygate.gateway.key.OwnerOnly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** A lock that one thread of one process has at a time; others wait. */
final class FolderLock {

  // The system's lock belongs to the process: it keeps no other thread of it out.
  private static final ReentrantLock THREADS = new ReentrantLock();

  private static final Set<StandardOpenOption> OPTIONS =
      EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);

  private FolderLock() {}

  /** What is done meanwhile. */
  interface Work {
    void run() throws SQLException;
  }

  /** Does the work as soon as the lock can be had, and makes its file if there is none. */
  static void holding(Path file, Work work) throws SQLException {
    THREADS.lock();
    try (FileChannel channel = FileChannel.open(file, OPTIONS, OwnerOnly.file(file))) {
      channel.lock(); // ends with the channel, and with the process
      work.run();
    } catch (IOException e) {
      throw new DataException(Reason.UNAVAILABLE, "lock cannot be had: file=" + file, e);
    } finally {
      THREADS.unlock();
    }
  }
}
