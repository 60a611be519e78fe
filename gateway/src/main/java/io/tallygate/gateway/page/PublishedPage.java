package io.tallygate.gateway.page;

import io.tallygate.policy.PolicyFile;
import io.tallygate.policy.page.KeyUsage;
import io.tallygate.policy.page.PageForm;
import io.tallygate.policy.page.PageHalves;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The page of one policy in all its forms, rendered once. Immutable. */
public final class PublishedPage {

  private static final int TAG_BYTES = 16; // of the hash; enough that no two pages meet

  private static final Map<String, PageForm> BY_PATH =
      Arrays.stream(PageForm.values())
          .collect(Collectors.toUnmodifiableMap(PageForm::path, Function.identity()));

  private final PolicyFile file;
  private final Map<PageForm, Body> bodies = new EnumMap<>(PageForm.class);

  /**
   * The bytes of one form. Nobody writes to them.
   *
   * @param before what stands before a key's usage
   * @param after what stands behind it
   * @param etag the strong entity tag of the page without anybody's usage, in its quotes
   */
  @SuppressWarnings("ArrayRecordComponent") // compared with nothing, and too large to copy
  public record Body(byte[] before, byte[] after, String etag) {

    private static Body of(PageHalves halves) {
      return new Body(utf8(halves.before()), utf8(halves.after()), etag(halves.whole()));
    }

    private static String etag(String text) {
      try {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(utf8(text));
        byte[] start = Arrays.copyOf(hash, TAG_BYTES);
        return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(start) + '"';
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError("every Java platform has SHA-256", e);
      }
    }
  }

  /**
   * Renders all forms; some milliseconds for a large policy.
   *
   * @param file with its periods as they are enforced
   */
  public PublishedPage(PolicyFile file) {
    this.file = file;
    for (PageForm form : PageForm.values()) {
      bodies.put(form, Body.of(form.halves(file)));
    }
  }

  /** The form that is published under exactly this path; null if none is. */
  public static @Nullable PageForm formAt(String path) {
    return BY_PATH.get(path);
  }

  public Body body(PageForm form) {
    return Objects.requireNonNull(bodies.get(form));
  }

  /** What stands between the halves for one key. */
  public byte[] usage(PageForm form, KeyUsage usage) {
    return utf8(form.usage(file, usage));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
