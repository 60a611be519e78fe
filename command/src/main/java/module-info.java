/** The command tallygate: the only module with a main, the only one that knows all. */
module io.tallygate.command {
  requires static transitive org.jspecify;
  requires info.picocli;
  requires io.tallygate.gateway;
  requires io.tallygate.sandbox;
  requires java.net.http;
  requires jdk.httpserver;
  requires jdk.management;
  requires org.slf4j;
  requires tools.jackson.databind;

  opens io.tallygate.command to
      info.picocli;
}
