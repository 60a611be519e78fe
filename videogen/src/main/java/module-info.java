/** A typed client for the limited API, on the client that keeps to its limits. */
module io.tallygate.videogen {
  requires static transitive org.jspecify;
  requires transitive io.tallygate.client;
  requires com.fasterxml.jackson.annotation;
  requires tools.jackson.databind;

  exports io.tallygate.videogen;

  opens io.tallygate.videogen to
      tools.jackson.databind;
}
