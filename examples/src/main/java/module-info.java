/** Small programs on the limiter as a library: what it exports is enough for them. */
module io.tallygate.examples {
  requires io.tallygate.limiter;
  requires jdk.httpserver;

  exports io.tallygate.examples;
}
