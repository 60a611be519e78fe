/** Webhooks: signed deliveries that are not lost. */
module io.tallygate.webhooks {
  requires static transitive org.jspecify;
  requires java.sql;
  requires transitive org.jdbi.v3.core;
  requires org.apache.httpcomponents.client5.httpclient5;
  requires org.apache.httpcomponents.core5.httpcore5;
  requires org.slf4j;

  exports io.tallygate.webhooks;
  exports io.tallygate.webhooks.destination;
}
