/** The server: reverse proxy, API keys, admin port, metrics. */
module io.tallygate.gateway {
  requires static transitive org.jspecify;
  requires transitive io.tallygate.limiter;
  requires transitive io.tallygate.policy;
  requires io.tallygate.webhooks;
  requires io.netty.buffer;
  requires io.netty.codec.http;
  requires io.netty.codec;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires io.netty.transport.classes.epoll;
  requires flyway.core;
  requires gg.jte.runtime;
  requires io.opentelemetry.api;
  requires io.opentelemetry.context;
  requires io.opentelemetry.exporter.otlp;
  requires io.opentelemetry.sdk.common;
  requires io.opentelemetry.sdk.trace;
  requires io.javalin;
  requires java.sql;
  requires java.logging;
  requires java.management;
  requires org.jctools.core;
  requires jdk.httpserver;
  requires micrometer.core;
  requires micrometer.registry.prometheus;
  requires org.jdbi.v3.core;
  requires org.slf4j;
  requires tools.jackson.core;
  requires tools.jackson.databind;

  exports io.tallygate.gateway;
  exports io.tallygate.gateway.alert;
  exports io.tallygate.gateway.coach;
  exports io.tallygate.gateway.dashboard;
  exports io.tallygate.gateway.database;
  exports io.tallygate.gateway.key;
  exports io.tallygate.gateway.trace;
  exports io.tallygate.gateway.usage;
  exports io.tallygate.gateway.usage.trial;
}
