/** For programs that call a limited API: they hardly ever meet the limit. */
module io.tallygate.client {
  requires static transitive org.jspecify;
  requires transitive io.tallygate.limiter;
  requires transitive java.net.http;

  exports io.tallygate.client;
}
