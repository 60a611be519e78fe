/** Small programs on the limiter and the client as libraries: what they export is enough. */
module io.tallygate.examples {
  requires io.tallygate.client;
  requires io.tallygate.limiter;
  requires jdk.httpserver;

  exports io.tallygate.examples;
}
