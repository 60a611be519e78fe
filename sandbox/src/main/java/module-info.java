/** The limited API on your own machine. It is not VideoGen and makes no AI media. */
module io.tallygate.sandbox {
  requires static transitive org.jspecify;
  requires transitive io.tallygate.webhooks;
  requires com.github.weisj.jsvg;
  requires flyway.core;
  requires freetts;
  requires io.javalin;
  requires java.desktop;
  requires java.sql;
  requires jcodec;
  requires opencv;
  requires org.apache.lucene.analysis.common;
  requires org.apache.lucene.core;
  requires org.eclipse.jetty.server;
  requires org.slf4j;
  requires org.xerial.sqlitejdbc;
  requires tools.jackson.databind;

  exports io.tallygate.sandbox;
  exports io.tallygate.sandbox.file;
  exports io.tallygate.sandbox.media;
  exports io.tallygate.sandbox.resource;
}
