/** For programs that call a limited API: they hardly ever meet the limit. */
module io.tallygate.client {
  requires static transitive org.jspecify;
  requires transitive io.tallygate.limiter;
  requires transitive java.net.http;
  requires static micrometer.core; // only for programs that use the package metrics
  requires static jdk.httpserver; // for WebhookReceiver alone

  exports io.tallygate.client;
  exports io.tallygate.client.execution;
  exports io.tallygate.client.metrics;
  exports io.tallygate.client.webhook;
}
