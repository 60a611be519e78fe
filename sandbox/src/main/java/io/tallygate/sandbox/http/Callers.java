package io.tallygate.sandbox.http;

import io.tallygate.sandbox.store.Member;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells who calls. Thread-safe. */
public interface Callers {

  /** Of a request: what is not there is empty. */
  interface Headers {
    String get(String name);
  }

  /**
   * Who calls.
   *
   * @return empty if the key is wrong
   * @throws ApiError if there is none
   */
  Optional<Caller> of(Headers headers);

  /**
   * Somebody who may call.
   *
   * @param addOn what the account has bought, or null
   */
  record Caller(Member member, @Nullable AddOn addOn) {}

  /** What an account can buy. */
  enum AddOn {
    /** No watermark. */
    PRODUCTION_API
  }
}
