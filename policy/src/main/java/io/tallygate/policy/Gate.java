package io.tallygate.policy;

import io.tallygate.limiter.header.HeaderFields.Ietf;
import java.util.List;

/**
 * What a policy file settles beside its limits.
 *
 * @param keyPrefix of issued keys, such as {@code vg_key_}
 * @param cors origins whose pages may read our own errors; {@code *} for all
 * @param passHeaders header fields that re-route requests and are passed on all the same
 */
public record Gate(String keyPrefix, Ietf ietf, List<String> cors, List<String> passHeaders) {

  public static final Gate DEFAULT = new Gate("tg_key_", Ietf.DRAFT_10, List.of(), List.of());

  public Gate {
    cors = List.copyOf(cors);
    passHeaders = List.copyOf(passHeaders);
  }
}
