package io.tallygate.sandbox;

import static io.tallygate.sandbox.Checks.require;

import io.tallygate.webhooks.WebhooksConfig;
import io.tallygate.webhooks.destination.Addresses;
import io.tallygate.webhooks.destination.Reach;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a sandbox runs. It listens on 127.0.0.1 only.
 *
 * @param webhooks by default also to http on this machine, unlike the real API
 */
public record SandboxConfig(
    Place place,
    Identity identity,
    Limits limits,
    WebhooksConfig webhooks,
    Placeholders placeholders) {

  /** With all but the place and the identity as it usually is. */
  public static SandboxConfig of(Place place, Identity identity) {
    return new SandboxConfig(
        place,
        identity,
        Limits.DEFAULT,
        WebhooksConfig.DEFAULT.withAddresses(
            new Addresses(Reach.PUBLIC_AND_LOOPBACK, Addresses.Resolver.SYSTEM)),
        Placeholders.MADE);
  }

  public SandboxConfig withLimits(Limits value) {
    return new SandboxConfig(place, identity, value, webhooks, placeholders);
  }

  public SandboxConfig withWebhooks(WebhooksConfig value) {
    return new SandboxConfig(place, identity, limits, value, placeholders);
  }

  public SandboxConfig withPlaceholders(Placeholders value) {
    return new SandboxConfig(place, identity, limits, webhooks, value);
  }

  /**
   * Where it is.
   *
   * @param port 0 to 65535; 0 takes a free one
   * @param data a folder, made if it is not there; of one sandbox at a time
   * @param publicUrl with which links begin, such as the gateway's; null for its own address
   */
  public record Place(int port, Path data, @Nullable URI publicUrl) {

    public Place {
      require(port >= 0 && port <= 65_535, "port must be 0 to 65535: port=" + port);
      require(
          publicUrl == null
              || (publicUrl.getHost() != null
                  && publicUrl.getRawQuery() == null
                  && publicUrl.getRawFragment() == null
                  && publicUrl.getUserInfo() == null),
          "public-url must be http://host[:port]");
    }
  }

  /** How callers are told apart. */
  public sealed interface Identity permits KeysIn, FromGateway {}

  /**
   * By keys of a file.
   *
   * @param file in each line {@code KEY TEAM USER}, and {@code production-api} for who has it
   */
  public record KeysIn(Path file) implements Identity {}

  /**
   * By what the gateway says, with its proof.
   *
   * @param proof of the file {@code proof} in the gateway's data folder; never logged
   */
  public record FromGateway(String proof) implements Identity {

    @Override
    public String toString() {
      return "FromGateway";
    }
  }

  /**
   * What there is room for.
   *
   * @param workers executions that run at the same time, 1 to 64
   * @param waitingMax executions that wait, 1 to 100000
   * @param uploadBytesMax of one file
   * @param diskBytesMax of all files
   * @param jobMax for one execution, 1 s to 24 h
   * @param temporary after which a temporary file is archived, at least 1 s
   */
  public record Limits(
      int workers,
      int waitingMax,
      long uploadBytesMax,
      long diskBytesMax,
      Duration jobMax,
      Duration temporary) {

    public static final Limits DEFAULT =
        new Limits(2, 10_000, 512L << 20, 4L << 30, Duration.ofMinutes(10), Duration.ofHours(24));

    public Limits {
      require(workers >= 1 && workers <= 64, "workers must be 1 to 64: workers=" + workers);
      require(
          waitingMax >= 1 && waitingMax <= 100_000,
          "waiting must be 1 to 100000: waiting=" + waitingMax);
      require(uploadBytesMax >= 1, "upload-bytes must be over 0: upload-bytes=" + uploadBytesMax);
      require(diskBytesMax >= 1, "disk-bytes must be over 0: disk-bytes=" + diskBytesMax);
      require(
          jobMax.toMillis() >= 1_000 && jobMax.compareTo(Duration.ofDays(1)) <= 0,
          "job-max must be 1s to 24h: job-max=" + jobMax);
      require(
          temporary.toMillis() >= 1_000, "temporary must be at least 1s: temporary=" + temporary);
    }

    public Limits withWorkers(int value) {
      return new Limits(value, waitingMax, uploadBytesMax, diskBytesMax, jobMax, temporary);
    }

    public Limits withWaitingMax(int value) {
      return new Limits(workers, value, uploadBytesMax, diskBytesMax, jobMax, temporary);
    }

    public Limits withUploadBytesMax(long value) {
      return new Limits(workers, waitingMax, value, diskBytesMax, jobMax, temporary);
    }

    public Limits withDiskBytesMax(long value) {
      return new Limits(workers, waitingMax, uploadBytesMax, value, jobMax, temporary);
    }

    public Limits withJobMax(Duration value) {
      return new Limits(workers, waitingMax, uploadBytesMax, diskBytesMax, value, temporary);
    }
  }

  /** What a tool does whose program is not installed. */
  public enum Placeholders {
    /** It makes a placeholder, which says so. */
    MADE,
    /** It answers 501. */
    REFUSED
  }
}
