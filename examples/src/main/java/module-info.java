/** Small programs on the limiter and the clients as libraries: what they export is enough. */
module io.tallygate.examples {
  requires io.tallygate.client;
  requires io.tallygate.limiter;
  requires io.tallygate.videogen;
  requires jdk.httpserver;

  exports io.tallygate.examples;
}
