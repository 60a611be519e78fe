package io.tallygate.gateway.trace;

import io.netty.handler.codec.http.HttpHeaders;

/**
 * Begins the trace of each call. Speaks of nothing that OpenTelemetry brings, so that a gateway
 * without traces loads none of it. Thread-safe.
 */
public interface CallTracer {

  /**
   * A call's head has come.
   *
   * @param fields as the client sent them, whatever is in them
   */
  CallTrace begin(HttpHeaders fields);
}
