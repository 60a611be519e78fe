package io.tallygate.gateway.dashboard.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One browser that has logged in. Its cookie is not kept, only the cookie's hash. Thread-safe. */
public final class Session {

  private final String tokenId;
  private final String formToken;
  private final long startedNanos;
  private final AtomicReference<@Nullable Notice> notice = new AtomicReference<>();
  private volatile long seenNanos;

  Session(String tokenId, String formToken, long nowNanos) {
    this.tokenId = tokenId;
    this.formToken = formToken;
    this.startedNanos = nowNanos;
    this.seenNanos = nowNanos;
  }

  /** With which admin token it was opened: its role holds, and its end ends this. */
  public String tokenId() {
    return tokenId;
  }

  /** What a form must bear, so that no other page can send it. */
  public String formToken() {
    return formToken;
  }

  /** Whether a form is one of this session's pages. */
  public boolean isOurs(String sent) {
    return MessageDigest.isEqual(
        sent.getBytes(StandardCharsets.UTF_8), formToken.getBytes(StandardCharsets.UTF_8));
  }

  /** Has the next page at the notice's path say it. */
  public void say(Notice one) {
    notice.set(one);
  }

  /** What a page is to say; only once. */
  public Optional<Notice> take(String path) {
    Notice one = notice.get();
    boolean isMine = one != null && one.path().equals(path) && notice.compareAndSet(one, null);
    return isMine ? Optional.ofNullable(one) : Optional.empty();
  }

  boolean isOver(long nowNanos) {
    return nowNanos - seenNanos >= Sessions.IDLE_MAX.toNanos()
        || nowNanos - startedNanos >= Sessions.LIFE_MAX.toNanos();
  }

  void seen(long nowNanos) {
    seenNanos = nowNanos;
  }

  long seenNanos() {
    return seenNanos;
  }
}
