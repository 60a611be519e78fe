/** Decides, for each call of an HTTP API, whether it is within its limits. No dependencies. */
module io.tallygate.limiter {
  requires static transitive org.jspecify;

  exports io.tallygate.limiter;
  exports io.tallygate.limiter.check;
  exports io.tallygate.limiter.clock;
  exports io.tallygate.limiter.header;
  exports io.tallygate.limiter.match;
  exports io.tallygate.limiter.policy;
  exports io.tallygate.limiter.storage;
}
