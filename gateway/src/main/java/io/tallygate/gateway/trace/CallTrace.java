package io.tallygate.gateway.trace;

import io.netty.handler.codec.http.HttpHeaders;
import io.tallygate.gateway.call.EndedCall;

/** One call's part of a trace. Lives on the call's event loop. */
public interface CallTrace {

  /**
   * The call goes on to the upstream.
   *
   * @param fields for the upstream, in which {@code traceparent} and {@code tracestate} are written
   */
  void forward(HttpHeaders fields);

  /** The call has ended; what is kept of it is copied. */
  void ended(EndedCall call);
}
