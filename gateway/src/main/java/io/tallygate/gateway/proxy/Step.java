package io.tallygate.gateway.proxy;

import java.util.List;

/** One thing that happens to a request on its way to the upstream. Stateless. */
@FunctionalInterface
interface Step {

  /**
   * Does it, now or later on the same event loop, and then either {@link Exchange#proceed} or
   * {@link Exchange#answer}.
   */
  void take(Exchange exchange);

  /** What happens to a request, in order. Reading this list is reading the gateway. */
  List<Step> WAY =
      List.of(
          new ReadHead(), //      what cannot be read, is too large, or too much:  400, 413, 431,
          // 503
          new ServePage(), //     the page of the policy itself, if that is on:    401, 405, 429
          new MatchEndpoint(), // which group, or an open endpoint:                400
          new FindCaller(), //    API key; open endpoints need none:               401
          new Decide(), //        the only call to the limiter:                    429, 503
          new Forward()); //      hop-by-hop fields end here:                      502, 503, 504

  // Every response, ours or the upstream's, passes AddHeaders on its way back.
}
