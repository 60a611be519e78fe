package io.tallygate.sandbox.file;

import io.tallygate.sandbox.store.StoredFile.Rendition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.function.Supplier;

/** The links that need no key: their signature is enough. Thread-safe. */
public final class Links {

  /** Whatever needs no key is under this path. */
  public static final String PREFIX = "/open";

  /** For how long an upload link works. */
  public static final Duration UPLOAD = Duration.ofMinutes(15);

  /** For how long a download link works. */
  public static final Duration DOWNLOAD = Duration.ofHours(1);

  private final Signer signer;
  private final Supplier<String> base;
  private final InstantSource clock;

  /**
   * @param data the folder with the secret
   * @param base {@code http://host:port}, known once the server listens
   */
  public Links(Path data, Supplier<String> base, InstantSource clock) throws IOException {
    this.signer = Signer.of(data);
    this.base = base;
    this.clock = clock;
  }

  public String upload(String fileId) {
    return signed("PUT", uploadPath(fileId), nowSecond() + UPLOAD.toSeconds());
  }

  /** Of one form of a file; what lies beside a playlist has links of its own. */
  String download(String fileId, Rendition.Kind kind, long expirySecond) {
    return signed("GET", downloadPath(fileId, kind), expirySecond);
  }

  String playback(String playbackId, String name) {
    return base.get() + PREFIX + "/public/" + playbackId + "/" + name;
  }

  public String open(String path) {
    return base.get() + PREFIX + path;
  }

  private String signed(String method, String path, long expirySecond) {
    return "%s%s?expires=%s&signature=%s"
        .formatted(base.get(), path, expirySecond, signer.sign(method, path, expirySecond));
  }

  public static String uploadPath(String fileId) {
    return PREFIX + "/uploads/" + fileId;
  }

  public static String downloadPath(String fileId, Rendition.Kind kind) {
    return PREFIX + "/files/" + fileId + "/" + kind.name().toLowerCase(Locale.ROOT);
  }

  public static String partPath(String fileId, String name) {
    return PREFIX + "/files/" + fileId + "/hls/" + name;
  }

  /** A part of a private playlist. */
  public String part(String fileId, String name) {
    return signed("GET", partPath(fileId, name), nowSecond() + DOWNLOAD.toSeconds());
  }

  private long nowSecond() {
    return clock.instant().getEpochSecond();
  }

  /** What a link turned out to be. */
  public enum Verdict {
    GOOD,
    EXPIRED,
    WRONG
  }

  /**
   * Judges a link as it came.
   *
   * @param method for which it must be signed
   * @param expires and signature: what stood in its query, or nothing
   */
  public Verdict judge(String method, String path, String expires, String signature) {
    if (!expires.matches("[0-9]{1,12}")) {
      return Verdict.WRONG;
    }
    long expirySecond = Long.parseLong(expires);
    if (!signer.isRight(signature, method, path, expirySecond)) {
      return Verdict.WRONG;
    }
    return nowSecond() < expirySecond ? Verdict.GOOD : Verdict.EXPIRED;
  }
}
