package io.tallygate.command;

import io.tallygate.policy.PolicyException;
import io.tallygate.policy.PolicyFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when a policy file has changed, and hands the new policy on: whole, or not at all. Close
 * it to end its thread.
 */
final class PolicyWatcher implements AutoCloseable {

  /*
   * It looks at the content, not at the time of the file: replaced files and symbolic links are
   * noticed too. A content counts once it was the same in two looks, for an editor may be in the
   * middle of writing, and half a policy may be a valid one.
   */

  private static final Logger LOG = LoggerFactory.getLogger(PolicyWatcher.class);

  private static final long POLL_NANOS = 500_000_000;
  private static final String ABSENT = "absent";

  private final Path file;
  private final Consumer<PolicyFile> taker;
  private final Thread thread;
  private volatile boolean closed;

  // Of the thread alone.
  private String taken;
  private String seen;

  private PolicyWatcher(Path file, Consumer<PolicyFile> taker) {
    this.file = file;
    this.taker = taker;
    this.taken = content();
    this.seen = taken;
    this.thread = new Thread(this::watch, "tallygate-policy");
    thread.setDaemon(true);
  }

  /**
   * Watches from now on.
   *
   * @param taker is given each new policy, on the watcher's thread
   */
  static PolicyWatcher start(Path file, Consumer<PolicyFile> taker) {
    PolicyWatcher watcher = new PolicyWatcher(file, taker);
    watcher.thread.start();
    return watcher;
  }

  private void watch() {
    while (!closed) {
      LockSupport.parkNanos(this, POLL_NANOS);
      try {
        look();
      } catch (RuntimeException e) {
        LOG.error("policy file could not be taken over: policy={}", file, e);
      }
    }
  }

  private void look() {
    String now = content();
    boolean settled = now.equals(seen);
    seen = now;
    if (!settled || now.equals(taken)) {
      return;
    }
    taken = now; // once, also if it is refused
    try {
      taker.accept(PolicyFile.read(file));
    } catch (PolicyException e) {
      LOG.warn("policy file is refused, the one before stays: problems={}", e.problems().size());
      e.problems().forEach(problem -> LOG.warn("{}", problem));
    } catch (IllegalArgumentException e) { // it does not go with this server's hour
      LOG.warn("policy file is refused, the one before stays: cause={}", e.getMessage());
    }
  }

  private String content() {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(PolicyFile.BYTES_MAX + 1);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (IOException e) {
      return ABSENT;
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
